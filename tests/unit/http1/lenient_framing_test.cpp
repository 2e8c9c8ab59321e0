#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/http1/dialogue.h"

namespace hark::http1::test {
namespace {

using testing::Contains;
using testing::IsSupersetOf;

// RFC 9112 section 5.2: a fold stands for a blank, also right behind the colon.
TEST(Http1Framing, AFoldedTransferEncodingIsChunkedAllTheSame) {
    Dialogue dialogue;
    dialogue.client("GET /1 HTTP/1.1\r\nHost: h\r\n\r\n")
        .server("HTTP/1.1 200 A\r\nTransfer-Encoding:\r\n chunked\r\n\r\n3\r\none\r\n0\r\n\r\n")
        .client("GET /2 HTTP/1.1\r\nHost: h\r\n\r\n")
        .server(
            "HTTP/1.1 200 B\r\nTransfer-Encoding: gzip,\r\n chunked\r\n\r\n3\r\ntwo\r\n0\r\n\r\n");
    EXPECT_THAT(dialogue.lines(),
                IsSupersetOf({"< 200 A", "< content one", "< 200 B", "< content two"}));
}

// RFC 9112 section 7.1: chunk-size = 1*HEXDIG.
TEST(Http1Framing, AChunkSizeMayHaveAnyNumberOfLeadingZeros) {
    Dialogue dialogue;
    dialogue.client("GET / HTTP/1.1\r\nHost: h\r\n\r\n")
        .server(
            "HTTP/1.1 200 A\r\nTransfer-Encoding: chunked\r\n\r\n"
            "00000000000000000003\r\none\r\n0000000000000000000\r\n\r\n");
    EXPECT_THAT(dialogue.lines(), Contains("< content one"));
    EXPECT_THAT(dialogue.lines(), testing::Not(Contains("anomaly http1-chunk-malformed")));
}

}  // namespace
}  // namespace hark::http1::test
