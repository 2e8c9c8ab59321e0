// What traffic can make the decoder keep has an end, and reaching it is said.

#include <algorithm>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/http1/decoder.h"
#include "tests/support/recorders.h"
#include "tests/unit/http1/dialogue.h"

namespace hark::http1 {
namespace {

using test::Dialogue;
using testing::ElementsAre;

std::size_t oneByte(std::size_t /*size*/) {
    return 1;
}

TEST(Http1Limits, TooLargeAHeadIsSkippedUpToTheNextMessage) {
    const Dialogue dialogue =
        Dialogue()
            .client("GET /a HTTP/1.1\r\nX: " + std::string(300, 'x') + "\r\n\r\n")
            .client("GET /b HTTP/1.1\r\nHost: h\r\n\r\n")
            .ends();
    const auto expected =
        ElementsAre("anomaly http1-head-too-large", "> end incomplete", "> GET /b", "> end");
    EXPECT_THAT(dialogue.lines({.headBytes = 100}), expected);
    EXPECT_THAT(dialogue.lines(oneByte, {.headBytes = 100}), expected);
}

TEST(Http1Limits, AHeadAsLargeAsTheLimitIsTaken) {
    const std::string head = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";
    EXPECT_THAT(Dialogue().client(head).lines({.headBytes = head.size()}),
                ElementsAre("> GET /a", "> end"));
    EXPECT_THAT(Dialogue().client(head).lines({.headBytes = head.size() - 1}),
                ElementsAre("anomaly http1-head-too-large", "> end incomplete"));
}

TEST(Http1Limits, FieldLinesBeyondTheLimitStayInTheBytesAlone) {
    EXPECT_THAT(Dialogue()
                    .client("GET /a HTTP/1.1\r\nA: 1\r\nB: 2\r\nContent-Length: 3\r\n\r\n")
                    .lines({.fieldLines = 2}),
                ElementsAre("anomaly http1-too-many-field-lines", "> GET /a", "> end"));
}

TEST(Http1Limits, AnEndlessChunkSizeLineLosesTheFraming) {
    const Dialogue dialogue =
        Dialogue()
            .client("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n1;" +
                    std::string(100, 'e') + "\r\na\r\n0\r\n\r\n")
            .client("GET /b HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_THAT(dialogue.lines({.chunkLineBytes = 50}),
                ElementsAre("> POST /", "anomaly http1-chunk-malformed", "> end incomplete",
                            "> GET /b", "> end"));
}

TEST(Http1Limits, AnEndlessTrailerSectionLosesTheFraming) {
    const Dialogue dialogue =
        Dialogue()
            .client("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nT: " +
                    std::string(100, 't') + "\r\n\r\n")
            .client("GET /b HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_THAT(dialogue.lines({.trailerBytes = 50}),
                ElementsAre("> POST /", "anomaly http1-chunk-malformed", "> end incomplete",
                            "> GET /b", "> end"));
}

TEST(Http1Limits, TheOldestOfTooManyOutstandingRequestsIsForgotten) {
    Dialogue dialogue;
    for (int i = 0; i < 3; ++i)
        dialogue.client("GET / HTTP/1.1\r\nHost: h\r\n\r\n");
    EXPECT_THAT(dialogue.lines({.outstanding = 2}),
                ElementsAre("> GET /", "> end", "> GET /", "> end", "< end incomplete",
                            "anomaly http1-too-many-outstanding", "> GET /", "> end"));
}

TEST(Http1Limits, TooMuchBehindAnUnansweredConnectIsATunnel) {
    EXPECT_THAT(Dialogue()
                    .client("CONNECT h:1 HTTP/1.1\r\n\r\n")
                    .client("0123456789")
                    .client("abc")
                    .lines({.heldBytes = 8}),
                ElementsAre("> CONNECT h:1", "> end", "hand over connect", "rest > 0123456789abc"));
}

TEST(Http1Limits, ALongLineThatMayBeAStartLineIsGivenUp) {
    const std::string line(100'000, 'a');
    const Dialogue dialogue = Dialogue()
                                  .client("\x01\nword " + line)
                                  .client(line)
                                  .client("\nGET /b HTTP/1.1\r\nHost: h\r\n\r\n");
    const auto expected = ElementsAre("anomaly http1-not-a-message", "> GET /b", "> end");
    EXPECT_THAT(dialogue.lines(), expected);
    EXPECT_THAT(dialogue.lines(oneByte), expected);
}

TEST(Http1Commons, UnfinishedHeadsAreGivenUpWhereAllTogetherAreTooLarge) {
    Commons commons;
    const Limits limits{.allHeadBytes = 250, .partOfHeadBytes = 50};
    hark::test::MessageRecorder one, two;
    hark::test::StreamRecorder rest;
    const std::string head = "GET /a HTTP/1.1\r\nX: " + std::string(130, 'x');
    const auto says = [&](Decoder& decoder, std::uint64_t offset, std::string_view text) {
        decoder.on(stream::Data{stream::Direction::ClientToServer, offset, base::asBytes(text),
                                stream::Origin{{1, offset + 1}, {}}});
    };
    {
        Decoder first(one, rest, commons, limits);
        Decoder second(two, rest, commons, limits);
        says(first, 0, head);
        EXPECT_EQ(commons.headBytes, head.size());
        EXPECT_EQ(commons.outstanding, 1U);
        says(second, 0, head);
        EXPECT_THAT(two.lines(), ElementsAre("anomaly http1-head-too-large", "> end incomplete"));
        EXPECT_EQ(commons.headBytes, head.size());
        // The first one was there before, and what follows in the second is found.
        says(first, head.size(), "\r\n\r\n");
        EXPECT_THAT(one.lines(), ElementsAre("> GET /a", "> end"));
        says(second, head.size(), "\r\n\r\n");
        says(second, head.size() + 4, "GET /b HTTP/1.1\r\n\r\n");
        EXPECT_THAT(two.lines(), testing::Contains("> GET /b"));
    }
    EXPECT_EQ(commons.headBytes, 0U);
    EXPECT_EQ(commons.outstanding, 0U);
}

TEST(Http1Commons, RequestsWithoutResponseAreForgottenWhereAllTogetherAreTooMany) {
    Commons commons;
    const Limits limits{.allOutstanding = 2};
    hark::test::MessageRecorder messages;
    hark::test::StreamRecorder rest;
    Decoder decoder(messages, rest, commons, limits);
    const std::string_view get = "GET /a HTTP/1.1\r\n\r\n";
    for (std::uint64_t i = 0; i < 5; ++i) {
        decoder.on(stream::Data{stream::Direction::ClientToServer, i * get.size(),
                                base::asBytes(get), stream::Origin{{1, i + 1}, {}}});
    }
    // What an event added counts at the next one.
    EXPECT_EQ(std::count(messages.lines().begin(), messages.lines().end(),
                         "anomaly http1-too-many-outstanding"),
              2);
    EXPECT_EQ(commons.outstanding, 3U);
}

}  // namespace
}  // namespace hark::http1
