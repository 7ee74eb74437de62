"""One school day's work (一天的活), hand by hand: the evening that `python -m bench.hands` plays."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from playwright.sync_api import Browser

from bench.hand import COMPUTER, PHONE, Hand, Tally
from bench.school_week import SchoolWeek, moment

CALL_SECONDS = 45.0
"""What a telephone call is assumed to take; one that nobody answers, a third of it."""

BEGINS = moment(11, 24, 12, 20)
DEAN, PRINCIPAL, HOMEROOM, LEADER = "oDean", "oPrincipal", "oHomeroom", "oLeader"


class Evening:
    """One school day's work, played hand by hand; `number` picks the classes."""

    def __init__(self, week: SchoolWeek, browser: Browser, number: int) -> None:
        self.week, self.browser = week, browser
        self.first, self.second, self.calm = (f"{grade}-{number + 2}" for grade in (3, 5, 4))
        self.answers = HOMEROOM if number == 0 else LEADER
        self.day = BEGINS + timedelta(days=number)

    def play(self) -> dict[str, Tally]:
        """Everything in the order of a day, each by who does it."""
        self.week.at(self.day.replace(hour=15, minute=50))
        done = {
            "register": self.register(self.calm, 20, 20, 10),
            "register over its cap": self.register(self.first, 30, 40),
            "two spot checks": self.spot_checks(),
        }
        self.week.at(self.day.replace(hour=19, minute=30))
        done["report"] = self.report()
        self.week.families_report(self.first, 60, 65, 70, 65)
        done["check by register"] = self.check(self.first, self.by_register)
        # What is told to one person within ten minutes goes out as one.
        self.week.at(self.day.replace(hour=19, minute=45))
        self.week.families_report(self.second, 65, 70, 75, 70, 65)
        done["check by telephone"] = self.check(self.second, self.by_telephone)
        done["answer"] = self.answer()
        done["publish early"] = self.publish()
        return done

    def register(self, slug: str, *minutes: int) -> Tally:
        """One chip a subject and one piece of homework by its name; the answer is read to its end."""
        hand = Hand(self.browser, COMPUTER)
        hand.open(self.week.desk(slug))
        for row, each in enumerate(minutes):
            hand.decide()
            hand.tap(hand.page.locator(f'.chip:has([name="m-{row}"][value="{each}"])'))
        hand.decide()
        hand.write(hand.page.locator('[name="c-1"]'), "练习册12页")
        hand.follow(hand.page.get_by_role("button", name="保存登记").last)
        hand.look("[role=status]")
        assert f"合计{sum(minutes)}分钟" in hand.page.get_by_role("status").inner_text()
        return hand.end()

    def report(self) -> Tally:
        hand = Hand(self.browser, PHONE)
        hand.open(self.week.poster(self.first), by_tap=False)
        for subject, minutes in (("chinese", 30), ("maths", 40), ("english", 10)):
            hand.decide()
            hand.tap(hand.page.locator(f"label:has(input[name='m-{subject}'][value='{minutes}'])"))
        hand.follow(hand.page.locator("button.bar__send"))
        assert "已记下" in hand.page.inner_text("body")
        return hand.end()

    def check(self, slug: str, how: Callable[[Hand], None]) -> Tally:
        """From the push to 已证实."""
        hand = Hand(self.browser, PHONE, DEAN)
        hand.open(self._push(DEAN, slug, "待核实"))
        hand.look("article.card", "section.panel:has-text('各户反馈')")
        how(hand)
        hand.look(".said")
        assert "已证实" in hand.page.inner_text(".said")
        return hand.end()

    def by_register(self, hand: Hand) -> None:
        hand.look("#register")
        hand.decide()
        hand.tap(hand.page.locator("summary", has_text="核实").first)
        hand.follow(hand.page.locator("form.ways button", has_text="登记表").first)

    def by_telephone(self, hand: Hand) -> None:
        hand.write(hand.page.locator("#calls [name=size]"), "40")
        hand.follow(hand.page.get_by_role("button", name="抽电话顺序"))
        hand.look("#calls .key")
        for outcome in ("说超过", "没接通", "说超过", "说没超", "说超过"):
            hand.talk(CALL_SECONDS if outcome != "没接通" else CALL_SECONDS / 3)
            hand.decide()
            following = hand.page.locator("#calls form.quick:visible")
            hand.follow(following.get_by_role("button", name=outcome))
        hand.decide()
        hand.follow(hand.page.get_by_role("button", name="记为属实"))

    def answer(self) -> Tally:
        hand = Hand(self.browser, PHONE, self.answers)
        hand.open(self._push(self.answers, self.first, "请说明"), by_tap=False)
        hand.look("article.card", "#answer")
        hand.decide()
        hand.follow(hand.page.get_by_role("button", name="在校已完成大部分"))
        assert "已记下" in hand.page.inner_text(".said")
        return hand.end()

    def publish(self) -> Tally:
        hand = Hand(self.browser, PHONE, PRINCIPAL)
        hand.open(f"{self.week.demo.url}/console")
        hand.follow(
            hand.page.locator("article.card header a", has_text=self._name(self.first)).first
        )
        hand.look("article.card")
        hand.decide()
        hand.tap(hand.page.locator("summary", has_text="提前公示"))
        hand.write(hand.page.get_by_label("为什么不等班级说明"), "家长来电较多")
        hand.follow(hand.page.get_by_role("button", name="公示", exact=True))
        hand.look(".said")
        assert "已公示" in hand.page.inner_text(".said")
        return hand.end()

    def spot_checks(self) -> Tally:
        hand = Hand(self.browser, PHONE, DEAN)
        hand.open(self._push(DEAN, "", "待抽查"))
        for _ in range(2):
            card = hand.page.locator("article.card:has(button)").first
            hand.look("article.card:has(button)")
            hand.decide()
            hand.follow(card.get_by_role("button", name="与登记一致"))
        hand.look(".said")
        return hand.end()

    def _name(self, slug: str) -> str:
        grade, number = slug.split("-")
        return f"{'一二三四五六'[int(grade) - 1]}年级{number}班"

    def _push(self, openid: str, slug: str, stage: str) -> str:
        """Where a push of this day leads; waits until it has arrived."""
        today = f"{self.day.month}月{self.day.day}日"

        def found() -> str:
            for push in reversed(self.week.pushes(openid)):
                words = " ".join(each["value"] for each in push["fields"])
                name = self._name(slug) if slug else ""
                if stage in words and today in words and name in words:
                    return str(push["url"])
            return ""

        self.week.until(found, 90)
        return found()
