// What most probably happened, and why messages are not whole.

#include "core/query/diagnosis.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/query/incompleteness.h"

namespace hark::query {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

Statistics whole() {
    Statistics s;
    s.packets = 1000;
    s.tcp = {10, 10, 0, 0};
    s.fromClient = {10'000, 0, 0};
    s.fromServer = {90'000, 0, 0};
    return s;
}

TEST(Diagnosis, IsEmptyWhereNothingIsMissing) {
    EXPECT_THAT(diagnosis(whole()), IsEmpty());
    EXPECT_THAT(diagnosis(Statistics{}), IsEmpty());
}

TEST(Diagnosis, NamesTheDirectionThatLostMore) {
    Statistics s = whole();
    s.fromClient.missing = 100;
    s.fromServer.missing = 10'000;
    EXPECT_EQ(diagnosis(s),
              "10 % of the bytes server → client were never captured: packets were lost on their "
              "way into the capture");
    s.counters = {{"dropped_while_capturing", 7}};
    EXPECT_THAT(diagnosis(s), HasSubstr("the capturing program dropped 7 packets"));
}

TEST(Diagnosis, ExplainsLossByAMissingDirection) {
    Statistics s = whole();
    s.fromServer = {20'000, 80'000, 4};
    EXPECT_EQ(diagnosis(s),
              "80 % of the bytes server → client were never captured: one direction is missing in "
              "4 of 10 connections");
    s.fromServer.missing = 0;
    EXPECT_EQ(diagnosis(s),
              "not all packets server → client were captured: one direction is missing in 4 of 10 "
              "connections");
    s.fromServer.absent = 1;  // could be anything
    EXPECT_THAT(diagnosis(s), IsEmpty());
}

TEST(Diagnosis, TakesWhatExplainsMost) {
    Statistics s = whole();
    s.fromServer.absent = 10;
    s.counters = {{"cut_by_snap_length", 2}};
    EXPECT_THAT(diagnosis(s), HasSubstr("one direction is missing in 10"));
    s.fromServer.absent = 0;
    EXPECT_THAT(diagnosis(s), HasSubstr("2 of 1000 packets were cut"));
    s.counters = {{"cut_by_snap_length", 2}, {"encrypted_link", 500}};
    EXPECT_THAT(diagnosis(s), HasSubstr("500 of 1000 packets are encrypted"));
}

TEST(Diagnosis, FallsBackToTheTimeAndToTheWire) {
    Statistics s = whole();
    s.incompleteByReason = {{"response reset", 2}, {"response closed", 1}};
    EXPECT_THAT(diagnosis(s), HasSubstr("reset (2) or closed (1)"));
    s.tcp.openAtEnd = 3;
    s.incompleteByReason.emplace_back("response capture-ended", 1);
    EXPECT_THAT(diagnosis(s), HasSubstr("the capture ended while 3 of its 10"));
    s.tcp.withoutStart = 4;
    s.incompleteByReason.emplace_back("request capture-began-later", 1);
    EXPECT_THAT(diagnosis(s), HasSubstr("began when 4 of its 10"));
}

// An exchange of which both messages are whole.
ExchangeRow wholeRow() {
    ExchangeRow row;
    row.method = "GET";
    row.status = 200;
    row.requestComplete = row.responseComplete = true;
    return row;
}
ConnectionFate usualFate() {
    ConnectionFate fate;
    fate.startSeen = true;
    fate.endReason = "fin";
    fate.endedBy = "server";
    fate.clientPackets = fate.serverPackets = 5;
    fate.last = {1, 9, 9};
    return fate;
}
std::string reasons(const ExchangeRow& row, const ConnectionFate& fate,
                    const std::vector<AnomalyRow>& anomalies = {}) {
    std::string text;
    for (const Incompleteness& why : whyIncomplete(row, anomalies, fate)) {
        text += (text.empty() ? "" : ", ") + std::string(why.message) + " " + why.reason;
    }
    return text;
}
ExchangeRow withoutRequest() {
    ExchangeRow row = wholeRow();
    row.method.reset();
    row.requestComplete = false;
    return row;
}
ExchangeRow withoutResponse() {
    ExchangeRow row = wholeRow();
    row.status.reset();
    row.responseComplete = false;
    return row;
}

TEST(Incompleteness, IsEmptyWhereBothMessagesAreWhole) {
    EXPECT_EQ(reasons(wholeRow(), usualFate()), "");
}

TEST(Incompleteness, OfARequestThatWasNotSeen) {
    ConnectionFate fate = usualFate();
    EXPECT_EQ(reasons(withoutRequest(), fate), "request unsolicited");
    fate.clientMissing = 1;
    EXPECT_EQ(reasons(withoutRequest(), fate), "request lost");
    fate.startSeen = false;
    EXPECT_EQ(reasons(withoutRequest(), fate), "request lost");
    fate.isFirst = true;
    EXPECT_EQ(reasons(withoutRequest(), fate), "request capture-began-later");
    fate.clientPackets = 0;
    EXPECT_EQ(reasons(withoutRequest(), fate), "request direction-missing");
}

TEST(Incompleteness, OfAResponseIsHowTheConnectionEnded) {
    for (const char* end : {"reset", "idle", "evicted", "reused", "capture-ended"}) {
        ConnectionFate fate = usualFate();
        fate.endReason = end;
        EXPECT_EQ(reasons(withoutResponse(), fate), std::string("response ") + end);
    }
    ConnectionFate fate = usualFate();
    EXPECT_EQ(reasons(withoutResponse(), fate), "response closed");
    EXPECT_EQ(whyIncomplete(withoutResponse(), {}, fate).front().text,
              "the server closed the connection first");
    fate.isOpen = true;
    EXPECT_EQ(reasons(withoutResponse(), fate), "response open");
    fate.serverPackets = 0;
    EXPECT_EQ(reasons(withoutResponse(), fate), "response direction-missing");
}

TEST(Incompleteness, OfMissingBytesIsWhyTheyAreMissing) {
    ExchangeRow row = wholeRow();
    row.responseMissing = 20;
    const std::vector<AnomalyRow> anomalies{{"response-lost", "20 bytes", 1, 1, 1, 7, 0},
                                            {"response-snap-length", "9 bytes", 1, 1, 1, 8, 0},
                                            {"request-lost", "of another", 1, 1, 1, 6, 0}};
    EXPECT_EQ(reasons(row, usualFate(), anomalies), "response lost, response snap-length");
    const auto why = whyIncomplete(row, anomalies, usualFate());
    EXPECT_EQ(why.at(0).text, "never captured: 20 bytes");
    EXPECT_EQ(why.at(0).packet, 7U);
}

TEST(Incompleteness, IsBlamedOnTheMessageThatCannotBeRead) {
    ExchangeRow row = wholeRow();
    row.responseComplete = row.requestComplete = false;
    const std::vector<AnomalyRow> anomalies{
        {"http1-chunk-malformed", "response: a chunk size", 1, 1, 1, 7, 0}};
    EXPECT_EQ(reasons(row, usualFate(), anomalies),
              "request closed, response http1-chunk-malformed");
}

}  // namespace
}  // namespace hark::query
