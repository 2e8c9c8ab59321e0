#include "gui/models/format.h"

#include <gtest/gtest.h>

#include "gui/models/phases.h"

namespace hark::gui {
namespace {

TEST(Format, DurationsGetTheUnitThatPeopleWouldUse) {
    struct Row {
        std::int64_t ns;
        const char* text;
    };
    for (const Row& row :
         {Row{0, "0 µs"}, Row{40'200, "40 µs"}, Row{420'000, "0.42 ms"}, Row{4'200'000, "4.2 ms"},
          Row{42'000'000, "42 ms"}, Row{999'400'000, "999 ms"}, Row{1'240'000'000, "1.24 s"},
          Row{252'000'000'000, "4 min 12 s"}, Row{7'500'000'000'000, "2 h 05 min"}}) {
        EXPECT_EQ(durationText(row.ns).toStdString(), row.text) << row.ns;
    }
}

TEST(Format, SizesAreDecimal) {
    EXPECT_EQ(sizeText(135).toStdString(), "135 B");
    EXPECT_EQ(sizeText(4'800).toStdString(), "4.8 kB");
    EXPECT_EQ(sizeText(12'100'000).toStdString(), "12.1 MB");
    EXPECT_EQ(countText(3412).toStdString(), "3,412");
}

TEST(Format, TextFromTrafficStaysOnItsLineAndIsBounded) {
    EXPECT_EQ(shownText("/a\r\nb\x1b[31m").toStdString(), "/a\\r\\nb\\x1b[31m");
    EXPECT_LT(shownText(std::string(1'000'000, 'a')).size(), 600);
    EXPECT_TRUE(
        shownText(std::string(511, 'a') + "\xc3\xa4\xc3\xa4").endsWith(QStringLiteral("a…")));
}

TEST(Format, AHeadKeepsItsLinesAndShowsStrayControls) {
    EXPECT_EQ(shownHead("GET / HTTP/1.1\r\nHost: a\x01\r\n\r\n").toStdString(),
              "GET / HTTP/1.1\nHost: a\\x01");
}

TEST(Phases, BlockedIsTheFirstPartOfTheWait) {
    query::ExchangeRow row;
    row.startedNs = 1000;
    row.connectNs = 100;
    row.sendNs = 10;
    row.waitNs = 50;
    row.blockedNs = 20;
    row.receiveNs = 5;
    const Phases phases = phasesOf(row);
    EXPECT_EQ(phases.startNs, 900);
    EXPECT_EQ(phases.of(Phase::Blocked), 20);
    EXPECT_EQ(phases.of(Phase::Wait), 30);
    EXPECT_EQ(phases.firstByteNs, 1060);
    EXPECT_EQ(phases.total(), 165);
}

}  // namespace
}  // namespace hark::gui
