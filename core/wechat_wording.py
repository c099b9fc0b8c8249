"""Holds every sentence that only citizens in WeChat see."""

from __future__ import annotations

GREETING = (
    "您好，欢迎关注医保办事台。我是智能助手，是电脑程序，不是真人。\n"
    "您可以打字、发语音、发证件照片。也可以发“位置”，找最近的网点。随时回复“人工”，就请工作人员来。"
)
FIRST = "（我是智能助手，不是真人。）"

REPLY_WITH_NUMBER = "回复数字就能选："
REPLY_WITH_CHOSEN = "回复“选1”“选2”就能选："
MAYBE_SEEN = "（刚才网络不好，下面这条您可能已经看过。）"
VIDEO_LINK = "点这里打开视频：{link}\n打不开，就打 {hotline}，或者在这里发语音。"
OPEN_LINK = "{title}：{link}"
PLACE_IN_TABLE = "{label}：{value}"
NOTED = "{value}（{note}）"
AGENT = "【{name}】{text}"
AGENT_UNNAMED = "工作人员"

RECOVERING = (
    "系统正在恢复，您刚才的消息可能还没有受理。恢复后会主动告诉您。10分钟没有回音，请再发一次。"
)
TOO_FAST = "您发得太快了，这一条还没有看。请等{seconds}秒再发一次。着急的话，请回复“人工”。"
WENT_WRONG = "这一条没有处理好，给您添麻烦了。请再发一次，或者回复“人工”。"

VOICE_SAID = "［语音］"
PHOTO_SAID = "［照片］"
PLACE_SAID = "［位置］"
OTHER_SAID = "［看不了的消息］"

HEARD = "您说的是：“{words}”。"
NOTHING_HEARD = "这段语音没有听清。请靠近手机再说一遍，也可以打字，或者回复“人工”。"
NOT_HEARING = "现在还听不了语音。请您打字，或者回复“人工”，请工作人员帮您。"
VOICE_GONE = "这段语音没有收到。请打字告诉我，或者再说一遍。"
VOICE_TOO_LONG = "这段语音太长了。请分成几段说，每段不超过一分钟。"
PHOTO_GONE = "这张照片没有收到。请再发一次。"
PHOTO_DOWN = "照片暂时收不了。请过一会儿再发，或者回复“人工”。"
UNREADABLE = "这种消息我看不了。请发文字、语音或者照片，也可以回复“人工”。"
NO_PLACES = "您附近的网点，我这里还没有登记。请拨打 {hotline} 问一问。"
NOT_A_PLACE = "这个位置我没有认出来。请打字告诉我，您在哪个区、哪条街道。"

READ_TO_ME = frozenset({"念给我听", "读给我听", "念一下", "读一下", "语音播报", "念一遍"})
NOT_SPEAKING = "现在还念不了。请您看上面的文字，或者拨打 {hotline}。"

SIGN_IN_TITLE = "医保办事台"
SIGN_IN_OVER = "这个链接过期了。请回到微信，再点一次。"
SIGN_IN_REFUSED = "没有得到微信的同意，打不开。请回到微信，再点一次。"
SIGN_IN_SNAPSHOT = "现在是预览页面，不能办事。请点右下角的“使用完整服务”，再试一次。"
SIGN_IN_DOWN = "微信暂时没有回应。请过一会儿再点一次。"

MENU_DO, MENU_ASK, MENU_PERSON = "办事", "查询", "人工"
