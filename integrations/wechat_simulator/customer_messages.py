"""Reads the bodies of customer messages: each kind has its fields, and no others."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from integrations.wechat_simulator.media import MediaShelf
from integrations.wechat_simulator.refusals import Refused

TEXT_LIMIT = 2048  # bytes


class Body(BaseModel):
    """Be the root of all request bodies: a wrong type or a foreign field is a mistake."""

    model_config = ConfigDict(strict=True, extra="forbid")


class Words(Body):
    """Be a text."""

    content: str


class OneMedium(Body):
    """Name a picture or a voice."""

    media_id: str


class Film(Body):
    """Name a video."""

    media_id: str
    thumb_media_id: str
    title: str = ""
    description: str = ""


class Music(Body):
    """Lead to music."""

    title: str = ""
    description: str = ""
    musicurl: str
    hqmusicurl: str
    thumb_media_id: str


class Article(Body):
    """Lead to a page."""

    title: str
    description: str = ""
    url: str
    picurl: str = ""


class Articles(Body):
    """Hold the one article that is allowed."""

    articles: list[Article]


class Choice(Body):
    """Be an entry that a citizen may tap."""

    id: str
    content: str


class Choices(Body):
    """Offer entries between two texts."""

    head_content: str
    list: list[Choice]
    tail_content: str


class Programme(Body):
    """Lead to a mini-program."""

    title: str
    appid: str
    pagepath: str
    thumb_media_id: str


class Clerk(Body):
    """Name the 客服 account in whose name it is sent."""

    kf_account: str


class Addressed(Body):
    """Be what all customer messages have."""

    touser: str
    customservice: Clerk | None = None


class TextMessage(Addressed):
    """Be a text message."""

    msgtype: Literal["text"]
    text: Words


class ImageMessage(Addressed):
    """Be a picture."""

    msgtype: Literal["image"]
    image: OneMedium


class VoiceMessage(Addressed):
    """Be a voice."""

    msgtype: Literal["voice"]
    voice: OneMedium


class VideoMessage(Addressed):
    """Be a video."""

    msgtype: Literal["video"]
    video: Film


class MusicMessage(Addressed):
    """Be music."""

    msgtype: Literal["music"]
    music: Music


class NewsMessage(Addressed):
    """Be a link with a picture."""

    msgtype: Literal["news"]
    news: Articles


class MenuMessage(Addressed):
    """Be a list of entries to tap."""

    msgtype: Literal["msgmenu"]
    msgmenu: Choices


class ProgrammeMessage(Addressed):
    """Be a mini-program's card."""

    msgtype: Literal["miniprogrampage"]
    miniprogrampage: Programme


CustomerMessage = Annotated[
    TextMessage
    | ImageMessage
    | VoiceMessage
    | VideoMessage
    | MusicMessage
    | NewsMessage
    | MenuMessage
    | ProgrammeMessage,
    Field(discriminator="msgtype"),
]
KINDS = {
    *("text", "image", "voice", "video"),
    *("music", "news", "msgmenu", "miniprogrampage"),
}


class Typing(Body):
    """Begin or end 正在输入."""

    touser: str
    command: str


def check_content(message: CustomerMessage, media: MediaShelf) -> None:
    """Refuse what the platform would not deliver."""
    match message:
        case TextMessage():
            _check_words(message.text.content)
        case ImageMessage():
            _check_medium(media, message.image.media_id, "image")
        case VoiceMessage():
            _check_medium(media, message.voice.media_id, "voice")
        case VideoMessage():
            _check_medium(media, message.video.media_id, "video")
            _check_medium(media, message.video.thumb_media_id, "thumb")
        case MusicMessage():
            _check_medium(media, message.music.thumb_media_id, "thumb")
        case ProgrammeMessage():
            _check_medium(media, message.miniprogrampage.thumb_media_id, "thumb")
        case NewsMessage():
            if not message.news.articles:
                raise Refused(44003)
            if len(message.news.articles) > 1:  # since October 2018
                raise Refused(45008)
        case MenuMessage():
            _check_words(message.msgmenu.head_content)


def _check_words(content: str) -> None:
    if not content.strip():
        raise Refused(44004)
    if len(content.encode()) > TEXT_LIMIT:
        raise Refused(45002)


def _check_medium(media: MediaShelf, media_id: str, kind: str) -> None:
    if not media.has(media_id, kind):
        raise Refused(40007)
