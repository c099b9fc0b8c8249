"""Holds every sentence that the system itself says to a citizen."""

from __future__ import annotations

from collections.abc import Sequence

BOT_NAME = "医保办事台智能助手"

GREETING = (
    "您好，我是医保办事台的智能助手。我是电脑程序，不是真人。"
    "您可以问我医保政策。也可以让我帮您办事、查进度。随时说“人工”，就请工作人员来帮您。"
)
GREETING_CHOICES = (
    "我想办门诊统筹签约",
    "我想换慢特病医院",
    "我要办异地就医备案",
    "都能办哪些业务",
)
GREET_AGAIN = "您好，您请说，是想问政策、办业务，还是查进度？"
THANKS = "不用客气，能帮上您就好。还有别的事，您接着说。"
GOODBYE = "好的，再见，祝您身体健康。以后有事随时来找我。"
CAPABILITY = (
    "我能做三件事：一是回答医保政策，说明依据；"
    "二是一步一步帮您办业务；三是查办理进度。办不了的，我帮您转给工作人员。"
)
WHO_ARE_YOU = (
    "我是医保办事台的智能助手。我是电脑程序，不是真人。"
    "我的回答都依据审核过的政策文件；找不到依据时，我会直接告诉您。想找真人，说“人工”就行。"
)
PRIVACY = (
    "您放心。您填的姓名、证件号和手机号，只用来办您这件事。"
    "显示的时候会遮住中间几位。我们不会向您要银行卡密码、短信验证码。"
    "也不会让您转账。要是有人打着医保的旗号要这些，请不要理会。请拨打医保服务热线核实。"
)
SLOWER = "好的，我说慢一点。"
LOUDER = "好的，我把声音放大一点。您也可以把设备的音量调高。"
HOLD_ON = "好的，不着急，您慢慢来，我等着您。"
NOTHING_TO_REPEAT = "我还没有说过什么。您请说，想办什么事？"
NOTHING_IN_HAND = "现在没有正在办的业务。您想办哪一件？"
NOT_KNOWING = (
    "不要紧。您平常怎么说话，就怎么跟我说。想问什么、办什么都行。也可以说“人工”，请工作人员帮您。"
)
RULE_UNEXPLAINED = (
    "这条规定为什么这样定，我手上的文件没有写。想问清楚，请打医保热线 {hotline}，或者说“人工”。"
)
WHY_WHAT = "您问的是哪件事为什么？请说得再全一点。也可以说“人工”。"
NOT_CHINESE = "我只懂中文。请写汉字，或者说“人工”，请工作人员帮您。"
ENGLISH_NOTE = "\n(I only understand Chinese. Type 0 for a person, or call {hotline}.)"
FIRST_WHICH = "别的等会儿再填。先告诉我："
UNASKED_NUMBER = (
    "您说的像是证件号、电话号码或者卡号。现在用不上，我没有拿去查，也没有拿去办事。"
    "您想办什么，先告诉我；要用的时候，我会问您。"
)
NOTHING_PARKED = "没有找到您放下的业务。您想办哪一件，直接告诉我就行。"
OK_WHAT_NEXT = "好的。您还想问什么，或者想办什么事？"
UNDERSTAND_FAILED = (
    "不好意思，我没有听明白。您可以换个说法再说一遍，或者点下面的问题。也可以说“人工”。"
)
UNDERSTAND_FAILED_SPOKEN = "不好意思，我没有听明白。请您换个说法再说一遍，也可以说“人工”。"
PLAIN_WORDS_FAILED = "您想让我把哪一句说得简单些？您也可以说“人工”，请工作人员讲给您听。"

OUT_OF_SCOPE = (
    "这件事不归医保管，我答不了，怕说错耽误您。该找谁，可以打 12345 问。医保方面的事您尽管问我。"
)
MEDICAL_ADVICE = (
    "看病用药的事我不能乱说，怕耽误您。请到医院问医生，或者拨打 12320 卫生热线咨询；"
    "情况急的话请马上拨打 120。医保报销的事可以接着问我。"
)
# Each says first whom to call: nobody in danger reads on.
EMERGENCY = (
    "有人有生命危险，请马上打 120。请说清楚地址和病人的情况。"
    "遇到坏人请打 110，着火请打 119。要我现在就给您转人工吗？"
)
DESPAIR = (
    "您现在一定很难受。请打 12356 心理援助热线，有人听您说。"
    "身边有家里人，请叫他们来陪您。要是有危险，请马上打 120 或者 110。要我现在就给您转人工吗？"
)
FRAUD = (
    "先别转钱，也别说验证码和密码。医保部门不会让您转账，不会要验证码。"
    "请挂掉电话，别点链接。再打 96110 反诈热线问一问。钱已经转了，请马上打 110。"
    "要我现在就给您转人工吗？"
)
ABUSE = "让您着急了，对不起。您要办什么事，再跟我说一遍；也可以说“人工”，请工作人员来帮您。"
OTHER_PERSONS_DATA = (
    "别人的医保信息受法律保护。没有本人的授权，我不能查，也不能告诉您。"
    "给家里人办事，可以走亲友代办。请带上双方的身份证到窗口。也可以说“人工”，请工作人员核实后办理。"
)

STILL_NOT_UNDERSTOOD = "对不起，我还是没听明白。"
YES = "好的，"  # begins what answers a wish
CARRIED_OVER = "您说的话和填的内容都带过去了。不用再说一遍。"
HANDED_OVER = "好的，马上请工作人员来帮您。{place}" + CARRIED_OVER
QUEUED = "已经给您排上队了。"
HANDED_OVER_CLOSED = (
    "好的，" + QUEUED + "现在不是人工服务时间（{hours}）。上班后工作人员会先处理您的事。"
    "急事可以打 {hotline}，或者到就近的医保窗口办。等的时候我还可以回答您的问题。"
)
HANDOVER_VIDEO = "好的，给您转视频办，工作人员在屏幕上帮您办。{place}"
HANDOVER_VIDEO_SPOKEN = "好的，给您接工作人员。{place}"
HANDOVER_PHONE = "好的，请工作人员打电话联系您。{place}您也可以直接打 {hotline}。"
PLACE_NEXT = "您排在第一位。"
PLACE = "前面还有 {ahead} 位。"
PLACE_MINUTES = "大约要等 {minutes} 分钟。"
AGENT_JOINED = "工作人员{name}已经来了，正在为您服务。"
AGENT_LEFT = "人工服务结束了。还有什么事，您可以接着问我。"

ASK_WHICH_ITEM = "您说的是哪一件业务？"
ITEM_NOT_OFFERED = (
    "我这里还不能直接办这件事。您可以说“人工”，请工作人员帮您。也可以到就近的医保窗口办。"
)
LIST_ITEMS = "现在能在这里一步一步办好的有：{names}。每一件也都可以到窗口办。您想办哪一件？"

RELATIVE = "好的，您是替{who}办。办的时候请填{who}的姓名和身份证号。另外请准备好您自己的身份证。想办哪一件？"
RELATIVE_NOTED = "好的，记下了，您是替{who}办，下面请填{who}的信息。"
REGION_SET = "好的，下面我按{region}的规定回答您。您想问什么？"
REGION_UNKNOWN = (
    "您说的地方，我这里还没有当地的文件。只能按全国的规定回答。当地的规定请以当地医保部门为准。"
)

NO_SOURCE = "这个问题，我没查到审核过的政策依据，不敢乱说。"
NO_SOURCE_HUMAN = "您可以换个说法再问。也可以打医保热线 {hotline}，或者说“人工”。"
NO_SOURCE_NEAREST = "相近的问题，我能答的在下面。"
NO_SOURCE_NEAREST_SPOKEN = "相近的我能答：{questions}。想听，照着再问一遍。"
NO_SOURCE_ASIDE = "想问清楚，随时说“人工”。咱们接着办。"
FOR_REGION = "这是{region}的规定。"
FOR_NATION = "这是全国统一的规定，当地可能有更细的规定。"
OTHERWISE = "您在别处参保的话，以当地的规定为准。"
EXPIRED = "这项规定现在已经不再执行了。{held}{note}原来的规定是："
HELD = "它从{begins}执行到{ends}。"
OTHER_REGIONS = "{regions}的规定不一样。您在哪里参保？告诉我，我按当地的规定回答。"
NATION_BESIDE = "国家的规定是：{rule}。您在{own}参保，按{own}的办；别的地方另有规定的，按当地的办。"
REGION_BESIDE_NATION = "在{region}参保的，按{region}的规定：{rule}。"
REGION_BESIDE = "在{region}参保的不一样，按{region}的规定：{rule}。"
REWRITTEN = "（这段话由人工智能改写，依据见下。）"
MEANS = "这一段的意思是——"

SOURCES = "依据："
ISSUED = "{day}发布"
IN_FORCE = "{day}起执行"
UNCERTAIN_DATE = "{year}年（原文没有写全日期，年份由上下文推定）"
SPOKEN_SOURCE = "这个依据{issuer}的文件，{title}。"
SPOKEN_SECTION = "在“{section}”这一部分。"

ENGINE_DOWN = (
    "对不起，现在办不了业务，系统正在恢复。您刚才的话已经记下来了，没有丢；"
    "过一会儿再发一次，或者说“人工”。"
)
ENGINE_DOWN_SPOKEN = (
    "对不起，现在办不了业务，系统正在恢复。您刚才的话没有丢。请过一会儿再说一遍，或者说“人工”。"
)
ENGINE_DOWN_DRAFT = (
    "对不起，现在办不了业务，系统正在恢复。您填好的一项也没丢。"
    "过几分钟说“接着办”就能继续，着急的话说“人工”。"
)
ENGINE_DOWN_SWITCHED = "别的功能正在恢复，过几分钟就好。填好的内容都在。"
ENGINE_DOWN_ANSWERED = "（办业务的功能正在恢复，过几分钟就好；政策问题现在照常回答。）"
SAY_SOMETHING = "您好像没有输入文字。想问什么、办什么，直接告诉我就行。"
TOO_LONG = "这段话太长了，请控制在 {limit} 个字以内，拣要紧的先说。"

HUMAN_CHOICE = "转人工"
OFFERS_OF_A_PERSON = ("要不要转人工？", "要我现在就给您转人工吗？", "要现在就和工作人员说吗？")
# Said while an application is being filled, instead of what asks something else.
GOODBYE_IN_FORM = "好的，再见。这件还没有提交，填过的都给您留着。回来接着填就行。祝您身体健康。"
THANKS_IN_FORM = "不用客气，咱们接着办。"
ABUSE_IN_FORM = "让您着急了，对不起。想找工作人员，说“人工”就行。"
UNCLEAR_IN_FORM = "这句话我没有听明白。想找工作人员，说“人工”就行。"
GREET_IN_FORM = "您好，咱们接着办。"
GO_ON_IN_FORM = "好的，咱们接着办。"
LATER_IN_FORM = "这件事要再问您几句。办完手上这件，您再跟我说。着急就说“人工”。"
POPULAR = "大家问得最多的是这些："
PLAIN_WORDS_AGAIN = "好的，再慢慢说一遍：{text}\n要是还不明白，说“人工”，请工作人员讲给您听。"


def numbered(options: Sequence[str]) -> str:
    """Return the options as one sentence that can be answered with a number."""
    return "；".join(f"{number}. {option}" for number, option in enumerate(options, 1))


BAD_REQUEST = "这条消息的格式不对，没有收到。请刷新页面再试一次。"
CLOSED = "这次对话已经结束了。请刷新页面，重新开始。"
NOT_FOUND = "没有找到您要的内容，请检查一下再试。"
NO_PAGE_TITLE = "没有这个页面"
NO_PAGE = "网址可能打错了，也可能已经过期。请回首页看看。要人帮忙，请打医保服务热线 {hotline}。"
TO_FIRST_PAGE = "回首页"
NOT_AUTHORISED = "登录已经过期，或者没有权限。请重新登录后再试。"
NOT_ALLOWED_NOW = "现在不能这样操作，请刷新页面看看最新的情况。"
SIGN_IN_FAILED = "工号或密码不对，请再核对一下。"
TAKEN = "这位群众已经有同事接待了。"
SERVER_PROBLEM = "系统出了点问题，这一步可能没有办成。请稍后再试，着急的话请拨打医保服务热线。"
NOT_TAKEN_IN = (
    "系统正在恢复，您刚才的内容可能还没有受理。请过几分钟再试一次，着急的话请拨打医保服务热线。"
)
BODY_TOO_LARGE = "内容太长了，请缩短一些再发。"
TOO_MANY = "操作太频繁了，请过一会儿再试。"
TOO_OFTEN = "您发得太快了，请等 {seconds} 秒再发。"
NOT_READY = "服务正在启动，请稍等。"
