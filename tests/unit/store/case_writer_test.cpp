#include "core/store/case_writer.h"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <memory>
#include <string>
#include <utility>

#include <fcntl.h>
#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/unit/store/case_builder.h"
#include "tests/unit/store/sqlite_shell.h"

namespace hark::store {
namespace {

using test::ask;
using test::CaseBuilder;
using test::TemporaryDirectory;
using Mode = CaseWriter::Mode;
using State = CaseWriter::State;

constexpr const char* kGet =
    "GET /a?b=1 HTTP/1.1\r\nHost: shop.example.test\r\nX-A: \"q\\\"\r\n\r\n";
constexpr const char* kOk =
    "HTTP/1.1 200 OK\r\nContent-Type: Text/HTML; charset=utf-8\r\nSet-Cookie: sid=1\r\n\r\n";

std::unique_ptr<CaseWriter> create(const std::string& path, Mode mode = Mode::Bulk,
                                   Existing existing = Existing::Refuse) {
    CaseWriter::Options options;
    options.mode = mode;
    options.existing = existing;
    auto writer = CaseWriter::create(path, options);
    EXPECT_TRUE(writer.ok()) << (writer.ok() ? "" : writer.error().message);
    return writer.ok() ? std::move(writer).value() : nullptr;
}

std::string refusal(const std::string& path, Existing existing = Existing::Refuse) {
    CaseWriter::Options options;
    options.existing = existing;
    const auto writer = CaseWriter::create(path, options);
    return writer.ok() ? "" : writer.error().message;
}

void writeSmallCase(const std::string& path, int exchanges = 1) {
    auto writer = create(path);
    CaseBuilder builder(*writer);
    builder.open(1);
    for (int i = 0; i < exchanges; ++i) {
        builder.exchange(kGet, "", kOk, "hello");
    }
    builder.close();
    ASSERT_TRUE(writer->finish(State::Complete).ok());
}

bool exists(const std::string& path) {
    return access(path.c_str(), F_OK) == 0;
}

mode_t modeOf(const std::string& path) {
    struct stat found {};
    EXPECT_EQ(stat(path.c_str(), &found), 0);
    return found.st_mode & 07777U;
}

TEST(CaseWriter, WritesWhatPlainSqliteReads) {
    const TemporaryDirectory directory;
    const std::string path = directory / "a.hark";
    writeSmallCase(path, 2);
    EXPECT_EQ(ask(path,
                  "SELECT id, connection, ordinal, client, server, method, url, status, reason, "
                  "type, size, wait_ms FROM exchanges WHERE id = 1"),
              "1|1|0|10.0.0.1:50001|192.0.2.1:80|GET|http://shop.example.test/a?b=1|200|OK|text/"
              "html|5|1.0");
    EXPECT_EQ(ask(path, "SELECT started FROM exchanges WHERE id = 1"),
              "2023-11-14T22:13:20.004000000Z");
    EXPECT_EQ(ask(path,
                  "SELECT exchanges, reused, handshake_ms, handshakes_saved, end_reason, ended_by "
                  "FROM keep_alive_sessions"),
              "2|1|2.0|1|fin|server");
    EXPECT_EQ(ask(path, "PRAGMA journal_mode"), "delete");
    EXPECT_EQ(ask(path, "PRAGMA integrity_check"), "ok");
    EXPECT_EQ(ask(path, "PRAGMA auto_vacuum"), "2");
    EXPECT_EQ(ask(path, "SELECT value FROM meta WHERE key = 'state'"), "complete");
}

TEST(CaseWriter, KeepsNamesAndOffers) {
    const TemporaryDirectory directory;
    const std::string path = directory / "a.hark";
    auto writer = create(path);
    const stream::Origin origin{{2, 9}, base::Timestamp(base::Duration(1000))};
    writer->on(exchange::AddressNamed{*ip::parseAddress("2001:db8::7"), "shop.test", origin});
    using exchange::OfferSource;
    writer->on(exchange::Http3Offered{"shop.test", 80, OfferSource::AltSvc, ":443", {5}, origin});
    writer->on(
        exchange::Http3Offered{"a.test", 443, OfferSource::DnsHttps, "b.test:8443", {}, origin});
    ASSERT_TRUE(writer->finish(State::Complete).ok());
    EXPECT_EQ(ask(path, "SELECT * FROM host_name"), "2001:db8::7|shop.test|dns|1000");
    EXPECT_EQ(ask(path, "SELECT * FROM http3_offer"),
              "shop.test|80|alt-svc|:443|5|2|9|1000\na.test|443|dns-https|b.test:8443||2|9|1000");
}

TEST(CaseWriter, KeepsNamesAndOffersOnceWhereTheCaseIsContinued) {
    const TemporaryDirectory directory;
    const std::string path = directory / "a.hark";
    const auto tell = [&](Existing existing, int capture, int nanoseconds) {
        auto writer = create(path, Mode::Bulk, existing);
        const stream::Origin origin{{static_cast<std::uint32_t>(capture), 9},
                                    base::Timestamp(base::Duration(nanoseconds))};
        writer->on(exchange::AddressNamed{*ip::parseAddress("192.0.2.7"), "shop.test", origin});
        writer->addHostName("192.0.2.7", "shop.test", "capture");
        writer->on(exchange::Http3Offered{
            "shop.test", 443, exchange::OfferSource::AltSvc, ":443", {5}, origin});
        writer->on(exchange::Http3Offered{"shop.test",
                                          443,
                                          exchange::OfferSource::AltSvc,
                                          fmt::format(":{}", capture),
                                          {},
                                          origin});
        ASSERT_TRUE(writer->finish(State::Complete).ok());
    };
    tell(Existing::Refuse, 1, 2000);
    tell(Existing::Continue, 2, 1000);
    tell(Existing::Continue, 3, 3000);
    EXPECT_EQ(ask(path, "SELECT * FROM host_name ORDER BY source"),
              "192.0.2.7|shop.test|capture|\n192.0.2.7|shop.test|dns|1000");
    EXPECT_EQ(ask(path, "SELECT alternative, capture, first_ns FROM http3_offer ORDER BY 1"),
              ":1|1|2000\n:2|2|1000\n:3|3|3000\n:443|2|1000");
}

TEST(CaseWriter, KeepsWhatTlsSaid) {
    const TemporaryDirectory directory;
    const std::string path = directory / "a.hark";
    auto writer = create(path);
    CaseBuilder builder(*writer);
    builder.open(1, 443);
    builder.tls() = {"TLS 1.3", "shop.test", "h2 http/1.1"};
    builder.close();
    builder.open(2);
    builder.close();
    ASSERT_TRUE(writer->finish(State::Complete).ok());
    EXPECT_EQ(ask(path, "SELECT tls_version, tls_sni, tls_alpn FROM connections"),
              "TLS 1.3|shop.test|h2 http/1.1\n||");
    EXPECT_EQ(ask(path, "SELECT count(*) FROM connection WHERE tls_sni IS NULL"), "1");
}

TEST(CaseWriter, KeepsHeadsToTheByteAndEachOnce) {
    const TemporaryDirectory directory;
    const std::string path = directory / "a.hark";
    writeSmallCase(path, 3);
    EXPECT_EQ(ask(path, "SELECT count(*) FROM head"), "2");
    EXPECT_EQ(ask(path, "SELECT count(*), min(length) FROM content"), "1|5");
    EXPECT_EQ(
        ask(path, "SELECT h.bytes FROM exchange x JOIN head h ON h.id = x.response_head LIMIT 1"),
        kOk);
    EXPECT_EQ(
        ask(path,
            "SELECT method || ' ' || target || ' HTTP/1.1' || char(13, 10) || "
            "CAST(h.bytes AS TEXT) FROM exchange x JOIN head h ON h.id = x.request_fields LIMIT 1"),
        kGet);
}

struct HeadCase {
    const char* name;
    std::string response;
    std::string lines;  ///< "position name=value" each
    bool isPlain;
};

class FieldLines : public testing::TestWithParam<HeadCase> {};

TEST_P(FieldLines, AreReadByPlainSqlite) {
    const TemporaryDirectory directory;
    const std::string path = directory / "a.hark";
    auto writer = create(path);
    CaseBuilder builder(*writer);
    builder.open(1);
    builder.exchange("GET / HTTP/1.1\r\nHost: a\r\n\r\n", "", GetParam().response, "");
    builder.close();
    ASSERT_TRUE(writer->finish(State::Complete).ok());
    EXPECT_EQ(ask(path,
                  "SELECT position || ' ' || name || '=' || value FROM field_lines "
                  "WHERE exchange = 1 AND message = 'response' ORDER BY position"),
              GetParam().lines);
    EXPECT_EQ(ask(path,
                  "SELECT h.lines IS NULL, h.bytes FROM head h JOIN exchange x ON x.response_head "
                  "= h.id"),
              std::string(GetParam().isPlain ? "1|" : "0|") + GetParam().response);
    EXPECT_EQ(ask(path, "SELECT name, value FROM field_lines WHERE message = 'request'"), "Host|a");
}

INSTANTIATE_TEST_SUITE_P(
    CaseWriter, FieldLines,
    testing::Values(
        HeadCase{"Plain", "HTTP/1.1 200 OK\r\nA: 1\r\nb:2\r\n\r\n", "0 A=1\n1 b=2", true},
        HeadCase{"NoFields", "HTTP/1.1 200 OK\r\n\r\n", "", true},
        HeadCase{"EmptyValue", "HTTP/1.1 200 OK\r\nA:\r\nB: \r\n\r\n", "0 A=\n1 B=", true},
        HeadCase{"QuotesAndBackslashes", "HTTP/1.1 200 OK\r\nA: \"\\x\\\"\r\nB: \\\r\n\r\n",
                 "0 A=\"\\x\\\"\n1 B=\\", true},
        HeadCase{"ColonsInValue", "HTTP/1.1 200 OK\r\nA: b:c: d\r\n\r\n", "0 A=b:c: d", true},
        HeadCase{"NotUtf8", "HTTP/1.1 200 OK\r\nA: \xff\xfe\x80\r\n\r\n", "0 A=\xff\xfe\x80", true},
        HeadCase{"Tab", "HTTP/1.1 200 OK\r\nA: b\tc\r\n\r\n", "0 A=b\tc", false},
        HeadCase{"ControlCharacter", "HTTP/1.1 200 OK\r\nA: b\x01\x1b[31m\r\nB: 2\r\n\r\n",
                 "0 A=b\x01\x1b[31m\n1 B=2", false},
        HeadCase{"ControlCharacterInReason", "HTTP/1.1 200 \x02\r\nA: 1\r\n\r\n", "0 A=1", false},
        HeadCase{"BareLineFeeds", "HTTP/1.1 200 OK\nA: 1\nB: 2\n\n", "0 A=1\n1 B=2", false},
        HeadCase{"BareLineFeedAfterStatusLine", "HTTP/1.1 200 OK\nA: 1\r\nB: 2\r\n\r\n",
                 "0 A=1\n1 B=2", false},
        HeadCase{"FoldedLine", "HTTP/1.1 200 OK\r\nA: 1\r\n 2\r\nB: 3\r\n\r\n",
                 "0 A=1\r\n 2\n1 B=3", false},
        HeadCase{"LineWithoutColon", "HTTP/1.1 200 OK\r\nA: 1\r\njunk\r\nB: 3\r\n\r\n",
                 "0 A=1\n1 =junk\n2 B=3", false}),
    [](const auto& tested) { return tested.param.name; });

// A request's first field line may look like a status line: the bytes of both heads are the same,
// what they mean is not.
TEST(CaseWriter, KnowsFieldLinesFromAStatusLineInWhicheverOrderTheyCome) {
    constexpr const char* kResponse = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    const std::string odd = std::string("GET / HTTP/1.1\r\n") + kResponse;
    for (const bool oddFirst : {true, false}) {
        const TemporaryDirectory directory;
        const std::string path = directory / "a.hark";
        auto writer = create(path);
        CaseBuilder builder(*writer);
        builder.open(1);
        builder.exchange(oddFirst ? odd : kGet, "", oddFirst ? kOk : kResponse, "");
        builder.exchange(oddFirst ? kGet : odd, "", oddFirst ? kResponse : kOk, "");
        builder.close();
        ASSERT_TRUE(writer->finish(State::Complete).ok());
        const auto lines = [&](int exchange, const char* message) {
            return ask(path, "SELECT name, value FROM field_lines WHERE exchange = " +
                                 std::to_string(exchange) + " AND message = '" + message +
                                 "' ORDER BY position");
        };
        EXPECT_EQ(lines(oddFirst ? 1 : 2, "request"), "|HTTP/1.1 200 OK\nContent-Length|0");
        EXPECT_EQ(lines(oddFirst ? 2 : 1, "response"), "Content-Length|0");
    }
}

TEST(CaseWriter, StoresNamesThatAreTooLongToRememberEachTime) {
    const TemporaryDirectory directory;
    const std::string path = directory / "a.hark";
    auto writer = create(path);
    CaseBuilder builder(*writer);
    const std::string host(50'000, 'h');
    const std::string type = "text/" + std::string(50'000, 't');
    for (const int client : {1, 2}) {
        builder.open(static_cast<std::uint8_t>(client));
        builder.exchange("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n", "",
                         "HTTP/1.1 200 OK\r\nContent-Type: " + type + "\r\n\r\n", "");
        builder.close();
    }
    ASSERT_TRUE(writer->finish(State::Complete).ok());
    EXPECT_EQ(ask(path, "SELECT count(*) FROM origin; "), "2");
    EXPECT_EQ(ask(path, "SELECT count(*) FROM media_type"), "2");
    EXPECT_EQ(ask(path, "SELECT length(url), length(type) FROM exchanges"),
              "50008|50005\n50008|50005");
}

TEST(CaseWriter, KeepsAnOddRequestLineAndUrl) {
    const TemporaryDirectory directory;
    const std::string path = directory / "a.hark";
    auto writer = create(path);
    CaseBuilder builder(*writer);
    builder.open(1, 8443);
    builder.exchange("GET /x  HTTP/1.1\r\nHost: a\r\n\r\n", "", kOk, "");
    builder.exchange("OPTIONS * HTTP/1.0\r\nHost: a\r\n\r\n", "", kOk, "");
    builder.exchange("GET http://b.test/y HTTP/1.1\r\nHost: a\r\n\r\n", "", kOk, "");
    builder.exchange("CONNECT c.test:443 HTTP/1.1\r\nHost: a\r\n\r\n", "", kOk, "");
    builder.exchange("GET z HTTP/1.1\r\nHost: a\r\n\r\n", "", kOk, "");
    builder.close();
    ASSERT_TRUE(writer->finish(State::Complete).ok());
    EXPECT_EQ(ask(path, "SELECT url FROM exchanges ORDER BY id"),
              "http://a:8443/x\nhttp://a:8443\nhttp://b.test/y\nc.test:443\nhttp://a:8443z");
    EXPECT_EQ(ask(path, "SELECT id, request_line FROM exchange WHERE request_line IS NOT NULL"),
              "1|GET /x  HTTP/1.1\r\n");
    EXPECT_EQ(ask(path, "SELECT id FROM exchange WHERE url IS NOT NULL"), "5");
}

TEST(CaseWriter, StoresALargeContentInPartsWithItsGap) {
    const TemporaryDirectory directory;
    const std::string path = directory / "a.hark";
    std::string megabyte(1U << 20U, 'x');
    auto writer = create(path);
    CaseBuilder builder(*writer);
    builder.open(1);
    for (int i = 0; i < 2; ++i) {
        auto download = builder.begin();
        builder.request(download, kGet);
        builder.response(download, kOk);
        for (std::size_t part = 0; part < 5; ++part) {
            megabyte[0] = static_cast<char>('0' + part);
            builder.content(download, stream::Direction::ServerToClient, megabyte);
            if (part == 2) {
                builder.gap(download, stream::Direction::ServerToClient, 1000);
                builder.gap(download, stream::Direction::ServerToClient, 460);
            }
        }
        builder.end(download);
    }
    builder.close();
    ASSERT_TRUE(writer->finish(State::Complete).ok());
    EXPECT_EQ(ask(path, "SELECT DISTINCT response_body_bytes, response_missing FROM exchange"),
              std::to_string(5 * 1048576 + 1460) + "|1460");
    EXPECT_EQ(ask(path, "SELECT count(DISTINCT response_content) FROM exchange"), "1");
    EXPECT_EQ(ask(path,
                  "SELECT length, missing, bytes IS NULL FROM content WHERE id = (SELECT "
                  "response_content FROM exchange LIMIT 1)"),
              std::to_string(5 * 1048576 + 1460) + "|1460|1");
    EXPECT_EQ(ask(path,
                  "SELECT p.offset, p.length, substr(d.bytes, 1, 2) FROM content_part p "
                  "LEFT JOIN content d ON d.id = p.part ORDER BY p.offset"),
              "0|1048576|0x\n1048576|1048576|1x\n2097152|1048576|2x\n3145728|1460|\n"
              "3147188|1048576|3x\n4195764|1048576|4x");
}

TEST(CaseWriter, AContentOfExactlyOnePartIsOneRowHoweverItArrives) {
    const TemporaryDirectory directory;
    const std::string path = directory / "a.hark";
    CaseWriter::Options options;
    options.limits.partBytes = 8;
    auto writer = CaseWriter::create(path, options);
    ASSERT_TRUE(writer.ok());
    CaseBuilder builder(**writer);
    builder.open(1);
    builder.exchange(kGet, "12345678", kOk, "123456789");
    auto byBytes = builder.begin();
    builder.request(byBytes, kGet);
    for (const char* byte : {"1", "2", "3", "4", "5", "6", "7", "8"}) {
        builder.content(byBytes, stream::Direction::ClientToServer, byte);
    }
    builder.end(byBytes);
    builder.close();
    ASSERT_TRUE((*writer)->finish(State::Complete).ok());
    EXPECT_EQ(ask(path, "SELECT id, length, bytes FROM content ORDER BY id"),
              "1|8|12345678\n2|1|9\n3|9|");
    EXPECT_EQ(ask(path, "SELECT id, request_content, response_content FROM exchange"),
              "1|1|3\n2|1|");
}

TEST(CaseWriter, BoundsWhatWaitsOfManyOpenMessages) {
    const TemporaryDirectory directory;
    const std::string path = directory / "a.hark";
    CaseWriter::Options options;
    options.limits.waitingBytes = 1000;
    auto writer = CaseWriter::create(path, options);
    ASSERT_TRUE(writer.ok());
    CaseBuilder builder(**writer);
    builder.open(1);
    std::vector<exchange::Exchange> uploads;
    for (int i = 0; i < 20; ++i) {
        uploads.push_back(builder.begin());
        builder.request(uploads.back(), kGet);
    }
    std::string expected;
    for (int round = 0; round < 30; ++round) {
        const std::string bytes = "round " + std::to_string(round) + ";";
        expected += bytes;
        for (auto& upload : uploads) {
            builder.content(upload, stream::Direction::ClientToServer, bytes);
            if (round % 7 == 3) builder.gap(upload, stream::Direction::ClientToServer, 3);
        }
    }
    for (auto& upload : uploads) {
        builder.end(upload);
    }
    builder.close();
    ASSERT_TRUE((*writer)->finish(State::Complete).ok());
    for (const char* id : {"1", "20"}) {
        EXPECT_EQ(
            ask(path,
                std::string("SELECT group_concat(b, '') FROM (SELECT CAST(d.bytes AS TEXT) AS b "
                            "FROM content_part p JOIN content d ON d.id = p.part WHERE "
                            "p.content = (SELECT request_content FROM exchange WHERE id = ") +
                    id + ") ORDER BY p.offset)"),
            expected);
    }
    EXPECT_EQ(ask(path, "SELECT DISTINCT missing FROM content WHERE missing > 0"), "12");
}

TEST(CaseWriter, StoresWhatBelongsToAnExchange) {
    const TemporaryDirectory directory;
    const std::string path = directory / "a.hark";
    auto writer = create(path);
    CaseBuilder builder(*writer);
    builder.open(1);
    auto made = builder.begin();
    builder.request(made, kGet);
    made.interim.push_back(test::responseHead("HTTP/1.1 100 Continue\r\n\r\n"));
    builder.response(made, kOk);
    const std::string trailers = "X-Sum: 1\r\n";
    made.response->trailers = http::Fields(trailers, http::splitFieldLines(trailers, 0, 100).lines);
    made.response->packets = {{1, 5, 9}, {2, 1, 3}};
    made.anomalies.push_back({{"http1-odd"}, "it's odd", {1, 5}, 77});
    builder.end(made);
    builder.close();
    ASSERT_TRUE(writer->finish(State::Partial, "the input was cut").ok());
    EXPECT_EQ(ask(path, "SELECT status FROM interim"), "100");
    EXPECT_EQ(
        ask(path, "SELECT message, name, value FROM field_lines WHERE message LIKE '%trailer'"),
        "response trailer|X-Sum|1");
    EXPECT_EQ(
        ask(path,
            "SELECT code, detail, exchange, connection, packet, offset, method FROM anomalies"),
        "http1-odd|it's odd|1|1|5|77|GET");
    EXPECT_EQ(ask(path, "SELECT packet_ranges FROM exchange"),
              R"({"request":[[1,2,2]],"response":[[1,5,9],[2,1,3]]})");
    EXPECT_EQ(ask(path, "SELECT value FROM meta WHERE key IN ('state', 'reason') ORDER BY key"),
              "the input was cut\npartial");
}

TEST(CaseWriter, GivesTheSameIdsForTheSameEvents) {
    const TemporaryDirectory directory;
    std::string dumps[2];
    for (int i = 0; i < 2; ++i) {
        const std::string path = directory / std::to_string(i);
        auto writer = create(path);
        CaseBuilder builder(*writer);
        builder.open(1);
        for (int n = 0; n < 50; ++n) {
            builder.exchange(kGet, std::to_string(n % 7), kOk, std::to_string(n % 5));
        }
        builder.close();
        ASSERT_TRUE(writer->finish(State::Complete).ok());
        dumps[i] = ask(path, "SELECT * FROM exchange") + ask(path, "SELECT * FROM content") +
                   ask(path, "SELECT * FROM head");
    }
    EXPECT_EQ(dumps[0], dumps[1]);
}

TEST(CaseWriter, IsForItsOwnerOnlyWhateverTheUmask) {
    const TemporaryDirectory directory;
    const mode_t before = umask(0);
    for (const Mode mode : {Mode::Bulk, Mode::Watched, Mode::Scratch}) {
        auto writer = create(directory / (mode == Mode::Bulk ? "bulk" : "watched"), mode);
        const std::string growing =
            mode == Mode::Bulk ? writer->path() + ".importing" : writer->path();
        EXPECT_EQ(modeOf(growing), 0600U);
        if (mode == Mode::Watched) {
            writer->setMeta("a", "b");
            ASSERT_TRUE(writer->commit().ok());
            EXPECT_EQ(modeOf(growing + "-wal"), 0600U);
        }
        ASSERT_TRUE(writer->finish(State::Complete).ok());
        EXPECT_EQ(modeOf(writer->path()), 0600U);
        if (mode == Mode::Scratch) unlink(writer->path().c_str());
    }
    umask(before);
}

TEST(CaseWriter, RefusesWhatIsThereUnlessForcedAndAlwaysWhatIsNoCase) {
    const TemporaryDirectory directory;
    const std::string path = directory / "a.hark";
    writeSmallCase(path);
    EXPECT_NE(refusal(path).find("--force"), std::string::npos);
    EXPECT_FALSE(exists(path + ".importing"));
    const std::string other = directory / "notes.txt";
    std::ofstream(other) << "not a case";
    EXPECT_NE(refusal(other, Existing::Replace).find("not a hark case"), std::string::npos);
    EXPECT_NE(refusal(directory / "", Existing::Replace).find(directory / ""), std::string::npos);
    EXPECT_NE(refusal(directory / "no/such/place").find("no such directory"), std::string::npos);
    auto writer = create(path, Mode::Bulk, Existing::Replace);
    ASSERT_TRUE(writer->finish(State::Complete).ok());
    EXPECT_EQ(ask(path, "SELECT count(*) FROM exchange"), "0");
}

TEST(CaseWriter, ReplacesAndContinuesWhatALinkLeadsTo) {
    const TemporaryDirectory directory;
    std::filesystem::create_directory(directory / "far");
    const std::string path = directory / "far/a.hark";
    const std::string link = directory / "link.hark";
    writeSmallCase(path);
    std::filesystem::create_symlink("far/a.hark", link);
    EXPECT_NE(refusal(link).find("link.hark: exists"), std::string::npos);
    for (const auto& [mode, existing] :
         {std::pair(Mode::Bulk, Existing::Replace), std::pair(Mode::Bulk, Existing::Continue),
          std::pair(Mode::Watched, Existing::Replace)}) {
        auto writer = create(link, mode, existing);
        writer->setMeta("round", mode == Mode::Watched           ? "watched"
                                 : existing == Existing::Replace ? "replaced"
                                                                 : "continued");
        EXPECT_NE(refusal(path, Existing::Replace).find("another hark"), std::string::npos);
        ASSERT_TRUE(writer->finish(State::Complete).ok());
        EXPECT_TRUE(std::filesystem::is_symlink(link));
        EXPECT_EQ(ask(path, "SELECT value FROM meta WHERE key = 'round'"),
                  ask(link, "SELECT value FROM meta WHERE key = 'round'"));
    }
    EXPECT_EQ(ask(path, "SELECT value FROM meta WHERE key = 'round'"), "watched");
    EXPECT_FALSE(exists(path + ".importing"));
}

TEST(CaseWriter, RefusesASecondWriter) {
    const TemporaryDirectory directory;
    for (const Mode mode : {Mode::Bulk, Mode::Watched}) {
        const std::string path = directory / (mode == Mode::Bulk ? "bulk" : "watched");
        auto writer = create(path, mode);
        EXPECT_NE(refusal(path, Existing::Replace).find("another hark is writing"),
                  std::string::npos);
        ASSERT_TRUE(writer->finish(State::Complete).ok());
        writer.reset();
        EXPECT_EQ(refusal(path, Existing::Replace), "");
    }
}

TEST(CaseWriter, LeavesTheOldCaseWhenItDies) {
    const TemporaryDirectory directory;
    const std::string path = directory / "a.hark";
    writeSmallCase(path, 2);
    const pid_t child = fork();
    if (child == 0) {
        auto writer = create(path, Mode::Bulk, Existing::Replace);
        CaseBuilder builder(*writer);
        builder.open(1);
        for (int i = 0; i < 20000; ++i) {
            builder.exchange(kGet, std::to_string(i), kOk, "hello");
        }
        raise(SIGKILL);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    ASSERT_TRUE(WIFSIGNALED(status));
    EXPECT_EQ(ask(path, "SELECT count(*) FROM exchange"), "2");
    // What it left is taken over.
    EXPECT_TRUE(exists(path + ".importing"));
    auto writer = create(path, Mode::Bulk, Existing::Replace);
    ASSERT_TRUE(writer->finish(State::Complete).ok());
    EXPECT_FALSE(exists(path + ".importing"));
    EXPECT_EQ(ask(path, "SELECT count(*) FROM exchange"), "0");
}

TEST(CaseWriter, LeavesACommittedPartialCaseWhenAWatchedOneDies) {
    const TemporaryDirectory directory;
    const std::string path = directory / "a.hark";
    const pid_t child = fork();
    if (child == 0) {
        auto writer = create(path, Mode::Watched);
        CaseBuilder builder(*writer);
        builder.open(1);
        builder.exchange(kGet, "", kOk, "hello");
        auto open = builder.begin();
        builder.request(open, kGet);
        static_cast<void>(writer->commit());
        builder.exchange(kGet, "", kOk, "lost");
        raise(SIGKILL);
    }
    int status = 0;
    ASSERT_EQ(waitpid(child, &status, 0), child);
    EXPECT_EQ(ask(path, "SELECT id, method, status, flags & 64 FROM exchange"),
              "1|GET|200|64\n2|GET||0");
    EXPECT_EQ(ask(path, "SELECT open, client_address FROM connection"), "1|10.0.0.1");
    EXPECT_EQ(ask(path, "SELECT value FROM meta WHERE key = 'state'"), "partial");
}

TEST(CaseWriter, UpdatesRowsThatWereCommittedOpen) {
    const TemporaryDirectory directory;
    const std::string path = directory / "a.hark";
    auto writer = create(path, Mode::Watched);
    CaseBuilder builder(*writer);
    builder.open(1);
    auto made = builder.begin();
    ASSERT_TRUE(writer->commit().ok());
    EXPECT_EQ(ask(path, "SELECT id, method FROM exchange"), "1|");
    builder.request(made, kGet);
    builder.response(made, kOk);
    ASSERT_TRUE(writer->commit().ok());
    EXPECT_EQ(ask(path, "SELECT id, method, status, response_content FROM exchange"), "1|GET|200|");
    builder.content(made, stream::Direction::ServerToClient, "hello");
    builder.end(made);
    builder.close();
    ASSERT_TRUE(writer->finish(State::Complete).ok());
    EXPECT_EQ(ask(path, "SELECT id, method, status, response_content FROM exchange"),
              "1|GET|200|1");
    EXPECT_EQ(ask(path, "SELECT open, exchanges FROM connection"), "0|1");
    EXPECT_EQ(ask(path, "PRAGMA journal_mode"), "delete");
    EXPECT_FALSE(exists(path + "-wal"));
}

TEST(CaseWriter, SaysInOneLineThatThereIsNoRoom) {
    const TemporaryDirectory directory;
    const std::string path = directory / "a.hark";
    writeSmallCase(path);
    rlimit before{};
    ASSERT_EQ(getrlimit(RLIMIT_FSIZE, &before), 0);
    const auto handler = std::signal(SIGXFSZ, SIG_IGN);
    const rlimit limited{4U << 20U, before.rlim_max};
    ASSERT_EQ(setrlimit(RLIMIT_FSIZE, &limited), 0);
    auto writer = create(path, Mode::Bulk, Existing::Replace);
    CaseBuilder builder(*writer);
    builder.open(1);
    for (int i = 0; i < 40; ++i) {
        std::string body(1U << 20U, 'a');
        body[0] = static_cast<char>(i);
        builder.exchange(kGet, "", kOk, body);
    }
    const auto finished = writer->finish(State::Complete);
    setrlimit(RLIMIT_FSIZE, &before);
    std::signal(SIGXFSZ, handler);
    ASSERT_FALSE(finished.ok());
    EXPECT_FALSE(writer->status().ok());
    EXPECT_NE(finished.error().message.find("ulimit"), std::string::npos)
        << finished.error().message;
    EXPECT_EQ(finished.error().message.find('\n'), std::string::npos);
    writer.reset();
    EXPECT_FALSE(exists(path + ".importing"));
    EXPECT_EQ(ask(path, "SELECT count(*) FROM exchange"), "1");
}

TEST(CaseWriter, KeepsProvenance) {
    const TemporaryDirectory directory;
    const std::string path = directory / "a.hark";
    auto writer = create(path);
    Input input;
    input.id = 1;
    input.name = "a.pcap";
    input.packets = 10;
    input.format = "pcap";
    writer->setInput(input);
    input.packets = 12;
    input.complete = false;
    input.note = "cut";
    writer->setInput(input);
    writer->setCounter("not_ip", 3);
    writer->setMeta("options", "-n");
    ASSERT_TRUE(writer->finish(State::Complete).ok());
    EXPECT_EQ(ask(path, "SELECT id, name, packets, format, complete, note FROM input"),
              "1|a.pcap|12|pcap|0|cut");
    EXPECT_EQ(ask(path, "SELECT name, value FROM counters"), "not_ip|3");
    EXPECT_EQ(ask(path, "SELECT value FROM meta WHERE key = 'options'"), "-n");
}

TEST(CaseWriter, KeepsWhatCapturesCarryBesidesPackets) {
    const TemporaryDirectory directory;
    const std::string path = directory / "a.hark";
    auto writer = create(path);
    writer->addComment(1, 0, "of the whole");
    writer->addComment(2, 7, "of a packet");
    writer->addSecret(1, "tls-key-log", base::asBytes("CLIENT_RANDOM"));
    writer->addSecret(1, "tls-key-log", {});
    writer->addHostName("192.0.2.1", "a.example", "capture");
    writer->addHostName("192.0.2.1", "b.example", "capture");
    writer->addHostName("192.0.2.1", "a.example", "capture");
    writer->addHostName("192.0.2.1", "a.example", "dns", base::Timestamp(base::Duration(5)));
    ASSERT_TRUE(writer->finish(State::Complete).ok());
    EXPECT_EQ(ask(path, "SELECT capture, packet, text FROM capture_comment"),
              "1||of the whole\n2|7|of a packet");
    EXPECT_EQ(ask(path, "SELECT capture, kind, length(bytes), bytes FROM secret"),
              "1|tls-key-log|13|CLIENT_RANDOM\n1|tls-key-log|0|");
    EXPECT_EQ(ask(path, "SELECT address, name, source, first_ns FROM host_name"),
              "192.0.2.1|a.example|capture|\n192.0.2.1|b.example|capture|\n"
              "192.0.2.1|a.example|dns|5");
}

TEST(CaseWriter, KeepsARowForEachNameThatItCanNotRemember) {
    const TemporaryDirectory directory;
    const std::string path = directory / "a.hark";
    CaseWriter::Options options;
    options.limits.names = 2;
    auto writer = CaseWriter::create(path, options);
    ASSERT_TRUE(writer.ok());
    for (int i = 0; i < 3; ++i) {
        for (const auto* name : {"a", "b", "c"})
            (*writer)->addHostName("192.0.2.1", name, "capture");
    }
    ASSERT_TRUE((*writer)->finish(State::Complete).ok());
    EXPECT_EQ(ask(path, "SELECT name, count(*) FROM host_name GROUP BY 1"), "a|1\nb|1\nc|3");
}

}  // namespace
}  // namespace hark::store
