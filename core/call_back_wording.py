"""Holds every sentence about call-backs (约定回电), and how a slot is written and said."""

from __future__ import annotations

# To citizens, written and spoken.
BOOKED = "约好了：{when}，工作人员打 {phone} 找您。回电编号 {number}。"
BOOKED_SPOKEN = "约好了。{when}。工作人员打尾号{tail}的电话找您。请您留意接听。"
BAD_PHONE = "这个号码不像电话号码。请说十一位手机号，或者带区号的座机号。"
NO_SUCH_SLOT = "这个时间不能约。请从给出的时间里选一个。"
SLOT_FULL = "这个时间约满了。请换一个时间。"
ENOUGH = "已经约了两次回电，到时候会打给您。要改时间，请先取消一个。"
BEING_CALLED = "工作人员正在给您打电话，现在不能取消。"
OVER = "这个回电已经结束了。"
TOO_MANY = "约得太多了。请过一会儿再试，或者直接打热线。"
ABOUT_NOTHING = "咨询"

# Booked in a conversation: the choice of a time, and the number.
WHEN = "好的，给您约回电。什么时候方便？{first}，还是{second}？也可以现在说“人工”。"
WHEN_SPOKEN = "好的，给您约回电。什么时候方便？{first}，还是{second}？"
WHEN_ONLY = "好的，给您约回电。{first}方便吗？也可以现在说“人工”。"
WHEN_ONLY_SPOKEN = "好的，给您约回电。{first}方便吗？"
CHOICE = "{when}打给我"
WHICH_NUMBER = "好的，{when}打给您。打哪个号码？请说手机号，或者带区号的座机号。"
WHICH_NUMBER_SPOKEN = "好的，{when}打给您。打哪个号码？请把号码告诉我。"

# Told when nobody answered.
CALLED_IN_VAIN = "刚才给您打电话，没有打通。{when}再给您打一次，请您留意接听。"
CALLED_TOO_OFTEN = "给您打了{times}次电话，都没有打通。这次约的回电就结束了。您可以重新约，也可以直接打 {hotline}。"

# To staff.
TAKEN = "同事已经在打这个电话了。"
NOT_DUE = "还没到约好的时间，请到点再打。"
NOT_YOURS = "请先点“我来打”，再记结果。"

CALL_ENDED = "来电已挂断。"
CALL_TRANSFERRED = "来电已转到您的分机。"

# How a slot is written and said.
TODAY, TOMORROW = "今天", "明天"
DAY, SPOKEN_DAY = "{month}月{day}日（周{weekday}）", "{month}月{day}号，星期{weekday}"
FROM_TO, SPOKEN_FROM_TO = "{day} {starts}-{ends}", "{day}{starts}到{ends}"
