"""Lends the fake office to the tests of this folder."""

from tests.fakes.office import office as office
from tests.video_desk.call_desk import call_desk as call_desk
