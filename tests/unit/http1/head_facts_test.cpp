// What heads tell beside their lines.

#include <optional>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/http1/decoder.h"
#include "tests/support/recorders.h"

namespace hark::http1 {
namespace {

using testing::ElementsAre;

class HeadRecorder final : public http::MessageSink {
public:
    void on(http::MessageEvent&& event) override {
        if (const auto* request = std::get_if<http::RequestHead>(&event.what)) {
            repeats.push_back(request->repeatsFields);
        } else if (const auto* response = std::get_if<http::ResponseHead>(&event.what)) {
            lengths.push_back(response->contentLength);
        }
    }
    std::vector<bool> repeats;
    std::vector<std::optional<std::uint64_t>> lengths;
};

HeadRecorder decoded(std::string_view requests, std::string_view responses) {
    HeadRecorder heads;
    hark::test::StreamRecorder rest;
    const Limits limits;
    Commons commons;
    Decoder decoder(heads, rest, commons, limits);
    const stream::Origin origin{{1, 1}, {}};
    using Direction = stream::Direction;
    decoder.on(stream::Data{Direction::ClientToServer, 0, base::asBytes(requests), origin});
    decoder.on(stream::Data{Direction::ServerToClient, 0, base::asBytes(responses), origin});
    return heads;
}

TEST(Http1Heads, TellWhetherFieldLinesAreThoseOfTheRequestBefore) {
    const HeadRecorder heads = decoded(
        "GET /a HTTP/1.1\r\nHost: x\r\n\r\n"
        "GET /b HTTP/1.1\r\nHost: x\r\n\r\n"
        "GET /c HTTP/1.1\r\nHost: x\r\nCookie: a=1\r\n\r\n"
        "GET /d HTTP/1.1\r\nHost: x\r\n\r\n"
        "GET /e HTTP/1.1\r\nHost: x\r\n folded\r\n\r\n"
        "GET /f HTTP/1.1\r\nHost: x\r\n\r\n",
        "");
    EXPECT_THAT(heads.repeats, ElementsAre(false, true, false, false, false, false));
}

TEST(Http1Heads, TellTheLengthOfContentThatIsKnownFromTheBeginning) {
    const HeadRecorder heads = decoded(
        "GET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n"
        "HEAD / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nab"
        "HTTP/1.1 204 No Content\r\n\r\n"
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
        "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"
        "HTTP/1.1 200 OK\r\n\r\nuntil the end");
    EXPECT_THAT(heads.lengths, ElementsAre(2U, 0U, std::nullopt, 0U, std::nullopt));
}

}  // namespace
}  // namespace hark::http1
