"""Holds every sentence about going on elsewhere with an application that was put aside."""

from __future__ import annotations

CODE = "换个地方也能接着办。到时候说接续码 {code}，七天内有效，只能用一次。"
CODE_SPOKEN = "换个地方也能接着办。请记下接续码：{digits}。再说一遍：{digits}。七天内有效。"
CARD_TITLE = "接续码"
CARD_LABEL = "换个地方说这个号码"
CARD_NOTE = "{day}前有效，只能用一次"
WRONG_CODE = "这个接续码不对，或者已经过期了。请核对六位数字再说一遍，也可以说“人工”。"
TOO_MANY = "今天试的次数太多了，为了保护信息，明天再试。着急的话，请说“人工”。"
PROVEN_BY = {"id_number": "身份证号", "mobile": "手机号"}  # key of a field: what it is called
ASK_TAIL = "找到了。为了保护您的信息，请再说一下{of}的最后四位。"
WRONG_TAIL = "{of}最后四位对不上，请核对一下再说。也可以说“人工”。"
MOVED = "找到了，“{item}”您填过的都在，咱们接着办。"
NOTHING_PARKED = "要是在别处放下的，请说六位数的接续码。"
