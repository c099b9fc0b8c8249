"""Lets the invented citizens act: each act changes what is allowed, is shown, and is pushed."""

from __future__ import annotations

from collections.abc import Callable

from integrations.wechat_simulator import letters
from integrations.wechat_simulator.account import Account
from integrations.wechat_simulator.allowance import Act
from integrations.wechat_simulator.citizens import Citizen, Citizens
from integrations.wechat_simulator.letters import Letter
from integrations.wechat_simulator.media import Medium
from integrations.wechat_simulator.notices import agree
from integrations.wechat_simulator.pusher import Pusher
from integrations.wechat_simulator.record import Json, Pushed, Record


class Acts:
    """Do what a person does with a phone."""

    def __init__(
        self,
        account: Account,
        citizens: Citizens,
        record: Record,
        pusher: Pusher,
        now: Callable[[], float],
    ) -> None:
        """Take who may act, and where it goes."""
        self._account, self._citizens = account, citizens
        self._record, self._pusher, self._now = record, pusher, now

    def say(self, openid: str, content: str, *, menu_id: str = "", message_id: str = "") -> Pushed:
        """Write a text; `message_id` lets two citizens have the same, as it happens."""
        letter = letters.text(openid, content, menu_id)
        body: Json = {"msgtype": "text", "text": {"content": content}}
        return self._message(letter, body, message_id)

    def show_picture(self, openid: str, medium: Medium, url: str) -> Pushed:
        """Send a picture that can be fetched from the address, too."""
        body: Json = {"msgtype": "image", "image": {"media_id": medium.id}}
        return self._message(letters.image(openid, medium.id, url), body)

    def speak(self, openid: str, medium: Medium, seconds: int) -> Pushed:
        """Send a voice message."""
        body: Json = {"msgtype": "voice", "voice": {"media_id": medium.id, "seconds": seconds}}
        return self._message(letters.voice(openid, medium.id), body)

    def show_place(self, openid: str, latitude: str, longitude: str, label: str) -> Pushed:
        """Send a place, in degrees."""
        body: Json = {"msgtype": "location", "location": {"label": label}}
        return self._message(letters.location(openid, latitude, longitude, label), body)

    def recall(self, openid: str) -> Pushed:
        """Send something that the platform does not pass on."""
        body: Json = {"msgtype": "text", "text": {"content": letters.UNSUPPORTED}}
        return self._message(letters.unsupported(openid), body)

    def follow(self, openid: str, scene: str = "") -> Pushed:
        """Follow the account, perhaps by a QR code with a scene of its own."""
        citizen, now = self._citizens.known(openid), self._now()
        citizen.follows, citizen.followed_at = True, int(now)
        citizen.allowance.acted(Act.SUBSCRIBE, now)
        fields: letters.Fields = {"EventKey": f"qrscene_{scene}" if scene else ""}
        if scene:
            fields = {**fields, "Ticket": f"SIM{scene}"}
        return self._event(letters.event(openid, "subscribe", fields, "[关注]"))

    def leave(self, openid: str) -> Pushed:
        """Unfollow the account: nothing may be sent any more."""
        citizen = self._citizens.known(openid)
        citizen.follows = False
        citizen.allowance.withdraw()
        citizen.consents.clear()
        return self._event(letters.event(openid, "unsubscribe", {"EventKey": ""}, "[取消关注]"))

    def scan(self, openid: str, scene: str) -> Pushed:
        """Scan a QR code of the account; who does not follow it yet follows it thereby."""
        citizen = self._citizens.known(openid)
        if not citizen.follows:
            return self.follow(openid, scene)
        citizen.allowance.acted(Act.SCAN, self._now())
        fields: letters.Fields = {"EventKey": scene, "Ticket": f"SIM{scene}"}
        return self._event(letters.event(openid, "SCAN", fields, "[扫码]"))

    def tap(self, openid: str, key: str, name: str) -> Pushed:
        """Press a menu button that has a key."""
        self._citizens.known(openid).allowance.acted(Act.MENU, self._now())
        return self._event(letters.event(openid, "CLICK", {"EventKey": key}, f"[菜单] {name}"))

    def open_page(self, openid: str, url: str, name: str) -> Pushed:
        """Press a menu button that leads to a page; this allows no customer messages."""
        fields: letters.Fields = {"EventKey": url, "MenuId": 1}
        return self._event(letters.event(openid, "VIEW", fields, f"[菜单] {name}"))

    def agree(self, openid: str, template_id: str) -> Pushed:
        """Tap 允许 for notices of a template."""
        agree(self._account, self._citizens.known(openid), template_id)
        entry: letters.Fields = {
            "TemplateId": template_id,
            "SubscribeStatusString": "accept",
            "PopupScene": 1,
        }
        fields: letters.Fields = {"SubscribeMsgPopupEvent": {"List": entry}}
        return self._event(letters.event(openid, "subscribe_msg_popup_event", fields))

    def job_finished(self, openid: str, number: int) -> Pushed:
        """Tell the account that a template message arrived."""
        fields: letters.Fields = {"MsgID": number, "Status": "success"}
        return self._event(letters.event(openid, "TEMPLATESENDJOBFINISH", fields))

    def citizen(self, nickname: str) -> Citizen:
        """Return the citizen of that name; who is new does not follow yet."""
        return self._citizens.named(nickname)

    def _message(self, letter: Letter, body: Json, message_id: str = "") -> Pushed:
        """Send a message; it allows five customer messages."""
        now = self._now()
        self._citizens.known(letter.openid).allowance.acted(Act.MESSAGE, now)
        pushed = self._pusher.send(letter.at(now, message_id))
        self._record.show(letter.openid, "citizen", "said", body, pushed.number)
        return pushed

    def _event(self, letter: Letter) -> Pushed:
        return self._pusher.send(letter.at(self._now()))
