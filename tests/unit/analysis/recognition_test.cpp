#include "core/analysis/recognition.h"

#include <gtest/gtest.h>

namespace hark::analysis {
namespace {

using namespace std::string_view_literals;

struct Row {
    const char* name;
    std::string_view bytes;
    Protocol fromClient;
    bool swappedFromClient = false;
    bool swappedFromServer = false;
};
void PrintTo(const Row& row, std::ostream* out) {
    *out << row.name;
}

class RecognitionOf : public testing::TestWithParam<Row> {};

TEST_P(RecognitionOf, TheFirstBytes) {
    const Row& row = GetParam();
    const auto client = recognise(base::asBytes(row.bytes), stream::Direction::ClientToServer);
    const auto server = recognise(base::asBytes(row.bytes), stream::Direction::ServerToClient);
    EXPECT_EQ(client.protocol, row.fromClient);
    EXPECT_EQ(server.protocol, row.fromClient);
    EXPECT_EQ(client.rolesAreSwapped, row.swappedFromClient);
    EXPECT_EQ(server.rolesAreSwapped, row.swappedFromServer);
}

INSTANTIATE_TEST_SUITE_P(
    Rows, RecognitionOf,
    testing::Values(Row{"Request", "GET / HTTP/1.1\r\n", Protocol::Http1, false, true},
                    Row{"RequestCutBehindTheMethod", "POST ", Protocol::Http1, false, true},
                    Row{"RequestCutInTheMethod", "PO", Protocol::Undecided},
                    Row{"UnknownMethod", "BREW /pot HTTP/1.1\r\n", Protocol::Http1, false, true},
                    Row{"Response", "HTTP/1.1 200 OK\r\n", Protocol::Http1, true, false},
                    Row{"ResponseCut", "HTTP", Protocol::Undecided},
                    Row{"Http2Preface", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", Protocol::Http2, false,
                        true},
                    Row{"Http2PrefaceCut", "PRI * HT", Protocol::Undecided},
                    Row{"TlsHandshake", "\x16\x03\x01\x02\x00\x01"sv, Protocol::Tls},
                    Row{"TlsCut", "\x16\x03"sv, Protocol::Undecided},
                    Row{"Ssh", "SSH-2.0-OpenSSH_9\r\n", Protocol::Ssh},
                    Row{"SshOfOld", "SSH-1.99-Cisco-1.25\n", Protocol::Ssh},
                    Row{"SshCut", "SSH-", Protocol::Undecided},
                    Row{"SshLike", "SSH-agent forwarding\r\n", Protocol::Unknown},
                    Row{"Smtp", "220 mail.example ESMTP\r\n", Protocol::Unknown},
                    Row{"Icy", "ICY 200 OK\r\n", Protocol::Unknown},
                    Row{"Binary", "\x00\x01\x02\x03\x04\x05"sv, Protocol::Unknown},
                    Row{"Words", "hello there everybody\r\n", Protocol::Unknown}),
    [](const auto& row) { return std::string(row.param.name); });

TEST(Recognition, HasANameForEveryProtocol) {
    for (const auto protocol : {Protocol::Undecided, Protocol::Http1, Protocol::Http2,
                                Protocol::Tls, Protocol::Ssh, Protocol::Unknown})
        EXPECT_FALSE(toString(protocol).empty());
}

}  // namespace
}  // namespace hark::analysis
