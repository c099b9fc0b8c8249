"""Holds what citizens are told when they speak to the page, and what is added for the ear."""

LABEL = "我是智能助手，声音由人工智能合成。"  # said once, before the first spoken reply
CHOICES = "您可以说：{choices}。"
BETWEEN_CHOICES = "；或者，"
HIDDEN = "，中间隐去，"  # where a number is masked

NOT_HEARING = "现在听不了语音，请打字，或拨打热线 {hotline}。"
NOT_SPEAKING = "现在读不了，请看文字，或拨打热线 {hotline}。"
TOO_SLOW = "现在忙不过来。请打字，或拨打热线 {hotline}。"
TOO_MUCH = "读得太多了，请过一分钟再点。"
NOTHING_TO_SAY = "这一段没有可以读的文字。"

PROMPTS = {"label": LABEL}  # what a page may ask to be said by name
