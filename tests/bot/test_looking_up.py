"""Checks what is answered from tables, in a talk."""

from __future__ import annotations

from bot.acts import Act
from core.messages import Reply, Status
from tests.bot.rasa_calls import tell
from tests.fakes.office import Office


async def test_a_table_that_asked_for_the_region_is_looked_up_once_it_is_told(
    office: Office,
) -> None:
    conversation = await office.opened()
    where = "附近的医保窗口在哪"
    office.look_ups.knows[where] = Reply("您在哪个地方？", Status.ASKED_BACK)
    await tell(office, conversation, where, Act.ASK_WHERE)
    office.look_ups.knows[where] = Reply("青岛市医保大厅。", Status.ANSWERED)

    told = await tell(
        office, await office.conversations.conversation(conversation.id), "青岛", Act.SET_REGION
    )

    assert told.text == "青岛市医保大厅。"
    assert office.look_ups.regions == [None, "青岛市"]
    assert (await office.conversations.conversation(conversation.id)).region == "青岛市"
