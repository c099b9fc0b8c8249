"""Holds every sentence that only the telephone says; each is short enough for the ear."""

from __future__ import annotations

# The first ten seconds: who speaks, that it is a machine (人工智能生成合成内容标识办法), and the 0.
OPENING = (
    "您好，这里是医保办事台。",
    "随时按0，转人工。",
    "我是智能助手，不是真人。",
)
MAY_RECORD = ("通话可以录音吗？", "可以按1，不可以按2。", "不录音也一样给您办。")
ASK_CONSENT = "".join(MAY_RECORD)
CONSENT_VERSION = "1"  # to be raised whenever the words of ASK_CONSENT change
GREETING = "您想问什么，办什么？请说。"
RECORDED = "好的，这次通话录音。"
NOT_RECORDED = "好的，不录音，一样给您办。"
GO_ON = "您请说。"
NOTICE = "先告诉您一件事：{notice}"
NEW_NOTICE = "刚收到通知：{notice}"

ONE_MOMENT = "好的，请稍等。"
STILL_LOOKING = "还在查，请您再等一下。"
GOES_ON = "请稍等，我接着说。"

NOTHING_HEARD = (
    ("我在听，您请说。", "不方便说话，也可以按键。"),
    ("还没听到您的声音。", "请对着话筒说，大声一点。", "找工作人员，请按0。"),
)
NOBODY_SPEAKS = ("没听到您说话。", "我请工作人员来帮您。")
STAYING = ("我一直在，不挂电话。", "您随时说话，或者按0。")

NOT_CLEAR = (
    ("对不起，没听清。", "请您再说一遍。"),
    ("还是没听清。", "请离话筒近一点，慢慢说。"),
)
NOT_CLEAR_KEYS = "是按1，不是按2，转人工按0。"
NOT_CLEAR_CHOICES = "也可以按号码选，转人工按0。"
NOT_CLEAR_NUMBER = "号码可以按键输入，按完按井号。"
NOT_CLEAR_PERSON = ("对不起，总是听不清。", "我请工作人员来帮您。")

SLOWER = "好的，我说慢一点。"
SLOWEST = "好的，我慢慢说。"
FASTER = "好的，我说快一点。"
NOTHING_YET = "我还没说过什么，您请说。"
GO_ON_LISTENING = "还有，要接着听吗？"
GO_ON_LISTENING_KEYS = "接着听按1，不听了按2。"
GO_ON_LISTENING_CHOICES = "接着听，请按井号。"
STOPPED_READING = "好的，不念了。您还想问什么？"
AFTER_HOLD = "您回来了，我接着说。"
TOO_LONG = "您慢慢来，先说最要紧的一句。"

BY_KEYS = "也可以按键输入。"
BY_KEYS_ID = "也可以按键输入，X按星号。"
BY_KEYS_DATE = "也可以按八位数字，先年后月日。"
BY_KEYS_MONEY = "也可以按键，小数点按星号，按完按井号。"
BY_KEYS_CARD = "也可以按键输入，按完按井号。"
YES_NO_KEYS = "{yes}按1，{no}按2。"
CHOICE_KEY = "{choice}，按{number}。"
PAD_OPENED = "请按号码，按完按井号。"
CLEARED = "好的，清掉了，请从头按。"
PAD_INCOMPLETE = "按了{count}位，还差{missing}位。"
PAD_WAITING = "按了{count}位，按完请按井号。"
PAD_X_LEFT = "按了{count}位，还差一位。最后是X的，请按星号。"
PAD_GO_ON = "请接着按，按错了按星号重来。"
PAD_PERSON = "找工作人员，先按星号，再按0。"
NO_SUCH_KEY = "这个键现在没有用。"
NO_SUCH_CHOICE = "没有这一项，请再选一次。"
KEYS = "是按1，不是按2，再听一遍按星号。"
KEYS_PERSON = "说慢点按9，转人工按0。"

PERSON_COMING = "好的，马上请工作人员来。"
PERSON_ASKED_ALREADY = "已经在请工作人员了。"
PERSON_TRYING = ("对不起，系统有点忙。", "我正在接着帮您找人，请别挂机。")
QUEUE_FIRST = "您排在第一位。"
QUEUE_PLACE = "您前面还有{ahead}位。"
QUEUE_MINUTES = "大约要等{minutes}分钟。"
QUEUE_WAITING = "请您等一会儿，别挂机。"
QUEUE_STILL = "工作人员还在忙，您的位置留着。"
QUEUE_CALL_BACK = "不想等，请按1，给您回电话。"
QUEUE_ASK = "等的时候，您也可以接着问我。"
QUEUE_LEFT = "好的，不排队了。"
CALL_BACK_INSTEAD = ("要给您回电话，就选个时间。", "不用，就说不用了。")

AGENT_CONNECTS = ("工作人员来了，现在给您接过去。", "请别挂机。")
DUTY_CONNECTS = ("现在给您接值班人员。", "请别挂机。")
CONNECTING = "正在接通，请稍等。"
AGENT_HERE = ("工作人员来了。", "您说的话，我转给他。", "他的话，我念给您听。")
AGENT_LISTENS = "工作人员在，您请直接说。"
AGENT_NOT_CLEAR = "没听清，请再说一遍，我转给他。"
AGENT_NOT_TOLD = "刚才那句没传到，请再说一遍。"
AGENT_UNREAD = ("工作人员回话了，现在念不出来。", "请您等一会儿。")
AGENT_LEFT = ("人工服务结束了。", "还有别的事吗？")
TRANSFER_FAILED = ("电话没有接通，对不起。", "接着给您排队，位置还在。")
TRANSFER_FAILED_RELAY = ("电话没接通，工作人员还在。", "您请直接说，我转给他。")

CLOSED = ("现在不是人工服务时间。", "上班后可以给您回电话。")
CALL_BACK = "好的，给您约时间回电话。"
SLOTS_ASK = "您什么时候方便？"
SLOT = "{spoken}，按{number}。"
SLOTS_MORE = "都不方便，按{number}。"
SLOTS_AGAIN = "后面没有了，从头再念一遍。"
NO_SLOTS = ("对不起，现在约不上。", "我还可以接着帮您。")
THIS_NUMBER = ("就打您现在这个电话，对吗？", "对按1，换一个号码按2。")
WHICH_NUMBER = ("请按电话号码，按完按井号。", "也可以直接说号码。")
NUMBER_RIGHT = ("号码是{number}，对吗？", "对按1，不对按2。")
NUMBER_WRONG = "号码好像不全，请再按一遍。"
BOOKED = "约好了，到时候给您打电话。"
BOOKING_FAILED = ("对不起，没有约成。", "请再选一次时间。")
NO_CALL_BACK = "好的，不约了。"

DEAF = ("对不起，现在听不了您说话。", "请您用按键，或者按0转人工。")
DEAF_PERSON = ("对不起，现在听不了您说话。", "我请工作人员来帮您。")
VOICE_DOWN = ("对不起，现在说话有困难。", "我请工作人员来帮您。")
FRONT_DOWN = ("对不起，系统正在恢复。", "您说的都记着，请等一下再说。", "急事请按0，转人工。")
FRONT_DOWN_PERSON = ("对不起，系统还没恢复。", "我请工作人员来帮您。")

ANYTHING_ELSE = "还有别的事吗？"
ANYTHING_ELSE_KEYS = "没有了，请说再见，或者按2。"
LEAVE_HOW = ("好的，您可以挂机了。", "还有事，请接着说。")
GOODBYE = "好的，再见，祝您身体健康。"

ALL_LINES_TAKEN = ("对不起，电话现在都占线。", "请您过几分钟再打。")

# What is written for a screen, and how it is said on the telephone instead.
FOR_THE_EAR = (
    ("或者点下面的问题，", ""),
    ("点下面的问题", "再问一遍"),
    ("工作人员在屏幕上帮您办", "工作人员帮您办"),
    ("愿意就再点一下，不点也行", "愿意就说一句，不说也行"),
    ("您好像没有输入文字。", "没听到您说什么。"),
    ("请刷新页面再试一次", "请再说一遍"),
    ("过一会儿再发一次", "过一会儿再说一次"),
)
