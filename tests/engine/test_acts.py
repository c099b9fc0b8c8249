"""Proves that one ordinary sentence of each dialogue act ends as designed."""

from __future__ import annotations

import pytest

from bot.acts import Act
from core.messages import Handled, Status
from tests.engine.citizen import Citizen

pytestmark = pytest.mark.engine

ANSWER = (Status.ANSWERED, Handled.ANSWER)
SOCIAL = (Status.ANSWERED, Handled.SOCIAL)
CLARIFY = (Status.ASKED_BACK, Handled.CLARIFY)
DECLINE = (Status.DECLINED, Handled.DECLINE)
HANDOFF = (Status.HANDED_OVER, Handled.HANDOFF)

# The first sentence of a conversation: what steers a form has none to steer, and must say so.
SENTENCES = {
    Act.START_APPLICATION: ("帮我办一下门诊统筹签约", (Status.ASKED_BACK, Handled.FORM)),
    Act.ASK_MATERIALS: ("办门诊统筹签约要准备哪些材料", ANSWER),
    Act.ASK_TIME_LIMIT: ("门诊统筹签约要几天能办完", ANSWER),
    Act.ASK_WHERE: ("门诊统筹签约到哪个窗口去办", ANSWER),
    Act.ASK_ELIGIBILITY: ("什么人可以办门诊统筹签约", ANSWER),
    Act.ASK_STEPS: ("门诊统筹签约的流程是怎样的", ANSWER),
    Act.POLICY_QUESTION: ("门诊慢性病异地能联网结算的有多少种", ANSWER),
    Act.QUERY_PROGRESS: ("我上回交的申请批下来了吗", CLARIFY),
    Act.WITHDRAW_APPLICATION: ("我昨天交上去的申请想撤回来", CLARIFY),
    Act.MISSING_PAPERS: ("我的申请还缺哪样材料", CLARIFY),
    Act.MY_INSURANCE: ("看看我的医保账户里还有多少钱", CLARIFY),
    Act.SIGN_IN: ("我要刷脸登录", CLARIFY),
    Act.RESUME_APPLICATION: ("接着办我上次没办完的", CLARIFY),
    Act.PARK_APPLICATION: ("先放着吧我回头再弄", CLARIFY),
    Act.AFFIRM: ("对的没错", SOCIAL),
    Act.DENY: ("不是这样的", SOCIAL),
    Act.CANCEL: ("我不想办了取消吧", CLARIFY),
    Act.GO_BACK: ("回到上一步", CLARIFY),
    Act.CORRECT_FIELD: ("刚才的手机号填错了", CLARIFY),
    Act.GIVE_INFORMATION: ("我叫王秀英", CLARIFY),
    Act.DO_NOT_KNOW: ("我不知道啊记不得了", CLARIFY),
    Act.ASK_WHY: ("为什么要我的手机号", SOCIAL),
    Act.HOLD_ON: ("你等一下我去找找", SOCIAL),
    Act.REPEAT: ("你再说一遍我听听", SOCIAL),
    Act.SLOWER: ("你说慢一点行吗", SOCIAL),
    Act.LOUDER: ("声音大一点我听不见", SOCIAL),
    Act.BIGGER_TEXT: ("字太小了我看不清", SOCIAL),
    Act.PLAIN_WORDS: ("太绕了我听不懂说简单点", SOCIAL),
    Act.ACT_FOR_FAMILY: ("我是替我妈来办的", CLARIFY),
    Act.AUTHORISE_FAMILY: ("我想授权给我女儿让她帮我办", CLARIFY),
    Act.REVOKE_AUTHORISATION: ("取消我给儿子的授权", CLARIFY),
    Act.HUMAN_AGENT: ("我想找个真人跟我说话", HANDOFF),
    Act.HANDOVER_VIDEO: ("我想跟工作人员视频办", HANDOFF),
    Act.HANDOVER_PHONE: ("让工作人员给我打个电话吧", CLARIFY),
    Act.COMPLAIN: ("你们窗口的人态度太差了我要投诉", ANSWER),
    Act.FEEDBACK: ("我给你们提个建议", SOCIAL),
    Act.RATE: ("我给五星好评", SOCIAL),
    Act.REMINDERS: ("把消息提醒给我关掉", ANSWER),
    Act.GREET: ("你好呀", SOCIAL),
    Act.THANKS: ("太谢谢你了", SOCIAL),
    Act.GOODBYE: ("没别的事了再见", SOCIAL),
    Act.CAPABILITY: ("你都会做些什么", SOCIAL),
    Act.LIST_ITEMS: ("这里能办哪些业务", CLARIFY),
    Act.WHO_ARE_YOU: ("你是机器人还是真人", SOCIAL),
    Act.POPULAR_QUESTIONS: ("别人一般都问些什么问题", CLARIFY),
    Act.SET_REGION: ("我是在烟台参保的", (Status.ASKED_BACK, Handled.SOCIAL)),
    Act.ASK_PRIVACY: ("你们会不会把我的信息泄露出去", SOCIAL),
    Act.OUT_OF_SCOPE: ("明天会不会下雨", DECLINE),
    Act.MEDICAL_ADVICE: ("我头疼得厉害该吃什么药", DECLINE),
    Act.EMERGENCY: ("我爸突然晕倒没有呼吸了", DECLINE),
    Act.ABUSE: ("你真是个笨蛋", DECLINE),
    Act.OTHER_PERSONS_DATA: ("帮我查查邻居老王交了多少医保", DECLINE),
}


def test_every_act_that_can_be_meant_has_its_sentence() -> None:
    assert set(SENTENCES) == set(Act) - {Act.NOT_UNDERSTOOD}


@pytest.mark.parametrize("act", SENTENCES, ids=str)
def test_a_sentence_ends_as_its_act_is_designed_to(citizen: Citizen, act: Act) -> None:
    sentence, designed = SENTENCES[act]

    answer = citizen.says(sentence)

    assert (answer.reply.status, answer.turn.handled) == designed
    # None: a word that needs no classifier; larger letters are a version of the page by now.
    also = "switch_version" if act is Act.BIGGER_TEXT else None
    assert answer.turn.intent in {act.value, also, None}
    assert answer.reply.text
