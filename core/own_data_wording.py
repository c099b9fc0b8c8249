"""Holds every sentence about what is kept of a citizen: 撤回同意, 复制, 更正, 删除."""

from __future__ import annotations

# What can be said; choices under answers.
WITHDRAW_CHOICE = "撤回同意"
COPY_CHOICE = "我要一份我的信息"
CORRECT_CHOICE = "改一下我的信息"
DELETE_CHOICE = "删除我的信息"
DELETE_YES = "确认删除我的信息"
DELETE_NO = "先不删除"

ERASED_LINE = "（原来的话已按您的要求删除）"
OTHER_TALKS = (
    "以前打的电话不在里面。在别的手机或电脑上说的也不在。要办这些，请到医保窗口，或者说“人工”。"
)
NUMBER = "编号 {number}。"
DUE = "工作人员最晚{day}答复您，到时候在这里告诉您。"

WITHDRAW_YES = "确认撤回同意"
WITHDRAW_NO = "先不撤回同意"

WITHDRAWN = (
    "好的，您在这次对话里的同意已经撤回。从现在起不再给您发推荐。您的身份认证也清掉了。"
    "您照样可以问政策、找人工。"
)
WITHDRAW_ASK = (
    "您是要撤回“使用您信息”的同意吗？撤回以后不再给您发推荐。您的身份认证也要重做。"
    "正在填的申请不受影响；不想办了，请说“不办了”。"
)
WITHDRAW_LEFT = "好的，没有撤回，和原来一样。"
RECORDING_ENDED = "好的，您不同意录音，记下了。别的和原来一样。"
WITHDRAWN_RECORDING = "这次通话不再录音。"
WITHDRAWN_ERASED = "前面的通话录音已经删了。"
WITHDRAWN_KEPT = "已经受理的业务接着办。哪一件不想办了，请说“撤回”，再说受理号。"

COPY_READY = (
    "您的信息准备好了。这是我们这里记的、和您有关的内容。请点下面打开，{minutes} 分钟内有效。"
    "可以打印，也可以存下来。"
)
COPY_TITLE = "看我的信息"
COPY_WHY = "要看我们记的您的信息，要先证明是您本人。"
COPY_PHONE = (
    "电话里还不能确认是您本人，不能念给您听。请在网上对话里说“我要一份我的信息”。"
    "也可以带身份证到医保窗口要，或者说“人工”。"
)

CORRECT_ASK = "好的，我记下来请工作人员改。请用一句话说清楚：哪一项不对，应该是什么？"
CORRECTED = "记下了，会请工作人员核对。"
CORRECT_LEFT = "好的，不改了。"
CORRECT_HINT = "没有提交的申请，您现在说“上一步”就能自己改。"

DELETE_ASK = (
    "要删除这次对话里您的信息吗？会删掉：聊天记录、没有提交的申请、照片、电话录音。"
    "删了就找不回来了。已经受理的业务和材料，按规定要保存，不能删。视频办理的录像也一样。"
    + OTHER_TALKS
)
DELETED = "已经删除这次对话里的：{what}。"
DELETED_NOTHING = "这次对话里没有要删的聊天、照片和录音了。"
DELETED_KEPT = (
    "已经受理的业务有 {count} 件。它们和材料要按国家档案管理的规定保存。现在还不能删。"
    "依据是个人信息保护法第四十七条。"
)
DELETED_UNDER_WAY = "正在办的接着办，结果照样告诉您。"
DELETED_ENDED = "已经办完的，按规定存着。"
DELETED_FILMED = "视频办理的录像和记录是办事的凭证。按规定存着，到期才删。"
DELETE_AFTER_SEALING = (
    "视频办理的录像正在封存。聊天记录要等封存好了才能删。没有提交的申请也一样。"
    "封存好了，工作人员会告诉您。到时候请再说一次“删除我的信息”。"
)
DELETE_KEPT = "好的，没有删，都还在。"
LINES, DRAFTS = "聊天记录 {count} 条", "没有提交的申请 {count} 件"
PHOTOS, RECORDINGS = "照片 {count} 张", "电话录音 {count} 段"

STANDING = {"open": "工作人员正在核对", "done": "已经办好", "refused": "没有办，原因见答复"}
RIGHTS = {"withdraw": "撤回同意", "copy": "要一份信息", "correct": "更正信息", "delete": "删除信息"}
HOW_FAR = "您的“{right}”，编号 {number}：{standing}。"
ANSWER = "答复：{answer}"
NO_REQUEST = "没有查到这个编号。请核对一下，也可以说“人工”。"

ANSWERED_ALREADY = "这件已经答复过了。请刷新页面看看。"
ANSWER_NOTICE = "您的“{right}”有答复了，编号 {number}。{answer}"
COPY_OVER = "这个链接已经过了时间。请回到对话里再说一次“我要一份我的信息”。"
NOT_VERIFIED = "还没有认证，或者认证已经过了时间。请先证明是您本人。"
SAY_WHAT = "请说清楚哪一项不对，应该是什么。"

# The copy itself.
FILE_TITLE = "我的信息"
FILE_OPEN = "打开我的信息"
FILE_HINT = "里面有您的个人信息。看完请关掉页面，不要转给别人。"
FILE_WHOSE = "{name}，{time}打印"
FILE_APPLICATIONS, FILE_TALK, FILE_PHOTOS = "办过的业务", "对话记录", "交过的照片"
FILE_CONSENTS, FILE_REQUESTS, FILE_DELEGATIONS = "同意和撤回", "关于个人信息的请求", "授权"
FILE_NOTHING = "没有。"
FILE_OTHERS = "替别人填的，内容不在这里列出"
FILE_CORE = "参保、缴费和报销的记录在医保系统里。请说“我的医保”查看。"
FILE_LEFT_OUT = (
    "没有提交的申请、投诉、评价、预约回电不在这里。照片和录音本身也不在这里列出。"
    "要看的话，请到医保窗口，或者在对话里说“人工”。"
)
FILE_MASKED = "对话里的证件号和手机号，存的时候就已经遮住。"
FILE_WHO = {"citizen": "您", "assistant": "办事台", "agent": "工作人员", "system": "提示"}
FILE_AGREED, FILE_REFUSED = "同意", "不同意或已撤回"
FILE_PUSHES = "推荐提醒"
FILE_CONSENT = {"recording": "通话录音", "video_recording": "视频录像"}
FILE_BY_YOU, FILE_TO_YOU = "您授权给{name}", "{name}授权给您"
