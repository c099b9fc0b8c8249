"""Holds every sentence about a value that a citizen gave."""

from __future__ import annotations

EMPTY = "{label}还没有填，请填一下。"
UNREADABLE = "{label}里有看不见的符号，请重新填一遍。"
TOO_LONG = "{label}太长了，最多{most}个字，请说短一点。"

ID_LENGTH = "身份证号应是18位，现在是{count}位，请再核对一遍。"
ID_HEARD = "身份证号应是18位，我听到{count}位。请从头再说一遍，可以一段一段地说。"
ID_HEARD_17 = "身份证号应是18位，我只听到17位。最后一位如果是X，请把“X”也说上。"
ID_HEARD_15 = "这是老的15位身份证号，请说现在用的18位身份证号。"
ID_SHAPE = "身份证号前17位是数字，最后一位是数字或X。请再核对一遍。"
ID_REGION = "身份证号开头的地区号不对，请再核对一遍。"
ID_BIRTH = "身份证号里的出生年月日不对，请再核对一遍。"
ID_CHECK = "身份证号最后一位对不上，请再核对一遍。"
ID_GOT_MOBILE = "这像是手机号。这里要的是18位身份证号，请说一下身份证号。"

MOBILE_LENGTH = "手机号应是11位，现在是{count}位，请再核对一遍。"
MOBILE_HEARD_SHORT = "手机号应是11位，我只听到{count}位，请再说一遍。"
MOBILE_HEARD_LONG = "手机号应是11位，我听到了{count}位，请再说一遍。"
MOBILE_SHAPE = "手机号都是13到19开头的11位数字，请再核对一遍。"
MOBILE_GOT_ID = "这像是身份证号。这里要的是11位手机号，请说一下手机号。"
MOBILE_GOT_LANDLINE = "这像是座机号。这里要的是11位手机号，请说一下手机号。"

NAME_SHAPE = "姓名要用汉字写，2到20个字，和身份证上一样。请再填一遍。"
NAME_ONLY_SURNAME = "我只听到姓{surname}，请把姓和名一起说。"

DATE_SHAPE = "{label}要说清楚年月日，比如2026年12月3日，请再说一遍。"
DATE_TOO_EARLY = "{label}不能早于{day}，请换一个日期。"
DATE_TOO_LATE = "{label}不能晚于{day}，请核对一下。"
DATE_TOO_OLD = "{label}太早了，请核对一下年份。"
DATE_TOO_FAR = "{label}最晚只能到{day}，请换一个日期。"
DATE_IMPOSSIBLE = "没有“{heard}”这一天，请再说一遍。"
DATE_VAGUE = "请说具体是哪一天，比如“明天”“下周一”或“12月3日”。"
DATE_LUNAR = "这里要用公历（阳历），请说公历是几月几号。"

CHOICE_UNKNOWN = "{label}请从这几项里选：{options}。"
CHOICE_BEYOND = "一共只有{count}项，请说第几项，或者直接说名称。"
SAME_AS_OTHER = "{label}不能和前面填的一样，请换一个。"

MONEY_SHAPE = "{label}要说成多少元，比如1250.60元，请再说一遍。"
MONEY_ZERO = "{label}要比0元多，请核对一下票据上的金额。"
MONEY_NEGATIVE = "{label}不能是负数，请说票据上的金额。"
MONEY_TOO_MUCH = "{label}太大了，最多能填{most}万元，请核对一下。要是真有这么多，请说“人工”。"
MONEY_FRACTION = "{label}最多到分，请说票据上的金额，比如1250.60元。"
MONEY_VAGUE = "{label}要说准确的数，请看看票据上的合计金额。"

CARD_LENGTH = "银行卡号应是16到19位，现在是{count}位，请再核对一遍。"
CARD_HEARD = "银行卡号应是16到19位，我听到{count}位，请从头再说一遍，可以四位四位地说。"
CARD_SHAPE = "银行卡号都是数字，开头是3、4、5、6或9，请照卡面再核对一遍。"
CARD_CHECK = "银行卡号对不上，可能有一位说错了，请照卡面再核对一遍。"
CARD_GOT_ID = "这像是身份证号。这里要的是银行卡号，请看卡面上那一长串数字。"
CARD_GOT_MOBILE = "这像是手机号。这里要的是银行卡号，请看卡面上那一长串数字。"

CODE_LENGTH = "统一社会信用代码应是18位，现在是{count}位。请照营业执照再核对一遍。"
CODE_SHAPE = "统一社会信用代码只有数字和大写字母。请照营业执照再核对一遍。"
CODE_CHECK = "统一社会信用代码对不上，可能有一位错了。请照营业执照再核对一遍。"
