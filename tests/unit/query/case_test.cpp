#include "core/query/case.h"

#include <fstream>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <sqlite3.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/text.h"
#include "core/store/case_writer.h"
#include "tests/unit/store/case_builder.h"

namespace hark::query {
namespace {

using store::CaseWriter;
using stream::Direction;
using test::CaseBuilder;
using test::TemporaryDirectory;

constexpr const char* kGet = "GET /a HTTP/1.1\r\nHost: a.test\r\nX-A: \"q\\\"\r\n\r\n";
constexpr const char* kOk = "HTTP/1.1 200 All is  well\r\nContent-Type: text/html\r\n\r\n";

template <typename Build>
std::unique_ptr<Case> make(const std::string& path, Build build) {
    auto writer = CaseWriter::create(path, {});
    EXPECT_TRUE(writer.ok());
    CaseBuilder builder(**writer);
    build(builder, **writer);
    EXPECT_TRUE((*writer)->finish(CaseWriter::State::Complete).ok());
    auto opened = Case::open(path);
    EXPECT_TRUE(opened.ok()) << (opened.ok() ? "" : opened.error().message);
    return opened.ok() ? std::move(opened).value() : nullptr;
}

std::string refusal(const std::string& path) {
    const auto opened = Case::open(path);
    return opened.ok() ? "" : opened.error().message;
}

void execute(const std::string& path, const char* sql) {
    sqlite3* database = nullptr;
    ASSERT_EQ(sqlite3_open(path.c_str(), &database), SQLITE_OK);
    ASSERT_EQ(sqlite3_exec(database, sql, nullptr, nullptr, nullptr), SQLITE_OK);
    sqlite3_close(database);
}

std::string read(Case& opened, std::uint64_t content) {
    ContentReader reader = opened.content(content);
    std::string text;
    while (const auto piece = reader.next()) {
        if (const auto* bytes = std::get_if<base::Bytes>(&*piece)) {
            text += base::asText(*bytes);
        } else {
            text += "<" + std::to_string(std::get<ContentReader::Gap>(*piece).length) + ">";
        }
    }
    EXPECT_FALSE(reader.hasFailed());
    return text;
}

TEST(Case, RefusesInOneLineWhatItCannotRead) {
    const TemporaryDirectory directory;
    EXPECT_NE(refusal(directory / "missing.hark").find("No such file"), std::string::npos);
    EXPECT_NE(refusal(directory / "").find("is a directory"), std::string::npos);
    std::ofstream(directory / "text") << "hello";
    EXPECT_NE(refusal(directory / "text").find("not a hark case"), std::string::npos);
    std::ofstream(directory / "empty").flush();
    EXPECT_NE(refusal(directory / "empty").find("not a hark case"), std::string::npos);
    execute(directory / "other.db", "CREATE TABLE a(b)");
    EXPECT_NE(refusal(directory / "other.db").find("not a hark case"), std::string::npos);
    const std::string newer = directory / "newer.hark";
    make(newer, [](auto&, auto&) {});
    execute(newer, "PRAGMA user_version = 5");
    EXPECT_NE(refusal(newer).find("newer hark: update"), std::string::npos);
    execute(newer, "PRAGMA user_version = 3");
    EXPECT_NE(refusal(newer).find("older hark: import its captures again"), std::string::npos);
}

TEST(Case, CutFileIsDamagedAndNotACrash) {
    const TemporaryDirectory directory;
    const std::string path = directory / "a.hark";
    make(path, [](CaseBuilder& builder, auto&) {
        builder.open(1);
        for (int i = 0; i < 500; ++i) {
            builder.exchange(kGet, "", kOk, std::string(1000, 'x') + std::to_string(i));
        }
        builder.close();
    });
    ASSERT_EQ(truncate(path.c_str(), 40000), 0);
    const auto opened = Case::open(path);
    if (!opened) return;
    const auto ids = (*opened)->exchangeIds({});
    EXPECT_FALSE(ids.ok());
    EXPECT_NE(ids.error().message.find("damaged"), std::string::npos) << ids.error().message;
}

TEST(Case, ReadsBackAnExchangeToTheByte) {
    const TemporaryDirectory directory;
    const auto opened = make(directory / "a.hark", [](CaseBuilder& builder, auto&) {
        builder.open(1, 8443);
        auto made = builder.begin();
        builder.request(made, kGet);
        builder.content(made, Direction::ClientToServer, "ask");
        made.interim.push_back(test::responseHead("HTTP/1.1 103 Early\r\nLink: x\r\n\r\n"));
        builder.response(made, kOk);
        builder.content(made, Direction::ServerToClient, "ans");
        builder.gap(made, Direction::ServerToClient, 10);
        builder.content(made, Direction::ServerToClient, "wer");
        const std::string trailers = "X-Sum: 1\r\n";
        made.response->trailers =
            http::Fields(trailers, http::splitFieldLines(trailers, 0, 100).lines);
        made.anomalies.push_back({{"http1-odd"}, "detail", {1, 5}, 7});
        builder.end(made);
        builder.close();
    });
    const auto found = opened->exchange(1);
    ASSERT_TRUE(found.ok());
    ASSERT_TRUE(found->has_value());
    const ExchangeDetail& detail = **found;
    EXPECT_EQ(detail.request->head, kGet);
    EXPECT_EQ(detail.response->head, kOk);
    EXPECT_EQ(detail.request->fields, (FieldLines{{"Host", "a.test"}, {"X-A", "\"q\\\""}}));
    EXPECT_EQ(detail.response->fields, (FieldLines{{"Content-Type", "text/html"}}));
    EXPECT_EQ(detail.response->trailers, (FieldLines{{"X-Sum", "1"}}));
    ASSERT_EQ(detail.interim.size(), 1U);
    EXPECT_EQ(detail.interim[0].status, 103);
    EXPECT_EQ(detail.interim[0].fields, (FieldLines{{"Link", "x"}}));
    ASSERT_EQ(detail.anomalies.size(), 1U);
    EXPECT_EQ(detail.anomalies[0].code, "http1-odd");
    EXPECT_EQ(detail.anomalies[0].offset, 7U);
    EXPECT_EQ(detail.row.url, "http://a.test:8443/a");
    EXPECT_EQ(detail.row.reason, "All is  well");
    EXPECT_EQ(detail.row.protocol, "HTTP/1.1");
    EXPECT_EQ(detail.row.responseBodyBytes, 16U);
    EXPECT_EQ(detail.row.responseMissing, 10U);
    EXPECT_TRUE(detail.row.responseComplete);
    EXPECT_EQ(read(*opened, *detail.request->content), "ask");
    EXPECT_EQ(read(*opened, *detail.response->content), "ans<10>wer");
    ASSERT_EQ(detail.response->packets.size(), 1U);
    EXPECT_EQ(detail.response->packets[0].first, 3U);
    EXPECT_FALSE(opened->exchange(2).value().has_value());
    EXPECT_EQ(opened->anomaliesOf(1).value().size(), 1U);
    EXPECT_EQ(opened->exchangesOf(1).value(), (std::vector<std::uint64_t>{1}));
}

TEST(Case, SplitsHeadsThatAreNoPlainLinesAsTheDecoderDid) {
    const TemporaryDirectory directory;
    const std::string head = "HTTP/1.1 200 OK\nA: 1\x01\r\n 2\nB: \"\\\xff\n\n";
    const auto opened = make(directory / "a.hark", [&](CaseBuilder& builder, auto&) {
        builder.open(1);
        builder.exchange(kGet, "", head, "");
        builder.close();
    });
    const auto found = opened->exchange(1);
    ASSERT_TRUE(found.ok());
    EXPECT_EQ((*found)->response->head, head);
    EXPECT_EQ((*found)->response->fields, (FieldLines{{"A", "1\x01\r\n 2"}, {"B", "\"\\\xff"}}));
    const auto filter = parseFilter("response-header[b] contains \"\\\"\"");
    EXPECT_EQ(opened->exchangeIds(*std::get_if<Filter>(&filter)).value().size(), 1U);
}

TEST(Case, ListsExchangesThatLackAMessage) {
    const TemporaryDirectory directory;
    const auto opened = make(directory / "a.hark", [](CaseBuilder& builder, auto&) {
        builder.open(1);
        auto lone = builder.begin();
        builder.request(lone, kGet);
        builder.end(lone);
        auto orphan = builder.begin();
        orphan.request.reset();
        orphan.ordinal.reset();
        builder.response(orphan, kOk);
        builder.end(orphan);
        builder.close();
    });
    const std::uint64_t ids[] = {2, 1, 77};
    const auto rows = opened->exchangeRows(ids);
    ASSERT_TRUE(rows.ok());
    ASSERT_EQ(rows->size(), 2U);
    EXPECT_EQ((*rows)[0].id, 2U);
    EXPECT_FALSE((*rows)[0].method.has_value());
    EXPECT_FALSE((*rows)[0].url.has_value());
    EXPECT_FALSE((*rows)[0].ordinal.has_value());
    EXPECT_FALSE((*rows)[0].hasRequest);
    EXPECT_FALSE((*rows)[1].status.has_value());
    EXPECT_FALSE((*rows)[1].reason.has_value());
    EXPECT_FALSE(opened->exchange(1).value()->response.has_value());
    EXPECT_FALSE(opened->exchange(2).value()->request.has_value());
}

TEST(Case, SortsAndLimits) {
    const TemporaryDirectory directory;
    const auto opened = make(directory / "a.hark", [](CaseBuilder& builder, auto&) {
        builder.open(1);
        builder.exchange(kGet, "", kOk, "22");
        builder.exchange(kGet, "", kOk, "333");
        auto lone = builder.begin();
        builder.request(lone, kGet);
        builder.end(lone);
        builder.exchange(kGet, "", kOk, "1");
        builder.close();
    });
    using Ids = std::vector<std::uint64_t>;
    EXPECT_EQ(opened->exchangeIds({}, {"size", false}).value(), (Ids{4, 1, 2, 3}));
    EXPECT_EQ(opened->exchangeIds({}, {"size", true}).value(), (Ids{2, 1, 4, 3}));
    EXPECT_EQ(opened->exchangeIds({}, {"", true}, 2).value(), (Ids{4, 3}));
    EXPECT_NE(opened->exchangeIds({}, {"shoe", false}).error().message.find("one of id"),
              std::string::npos);
    for (const Subject subject : {Subject::Exchanges, Subject::Connections}) {
        for (const std::string_view column : Case::sortColumns(subject)) {
            const Sort sort{std::string(column), true};
            EXPECT_TRUE((subject == Subject::Exchanges ? opened->exchangeIds({}, sort)
                                                       : opened->connectionIds({}, sort))
                            .ok())
                << column;
        }
    }
}

TEST(Case, CountsAndTellsWhereItComesFrom) {
    const TemporaryDirectory directory;
    const auto opened = make(directory / "a.hark", [](CaseBuilder& builder, CaseWriter& writer) {
        builder.open(1);
        builder.exchange(kGet, "", kOk, "12");
        builder.exchange(kGet, "", kOk, "1");
        builder.close();
        builder.open(2, 443);
        builder.close();
        store::Input input;
        input.id = 1;
        input.name = "a.pcap";
        input.packets = 9;
        writer.setInput(input);
        writer.setCounter("not_ip", 3);
    });
    const auto statistics = opened->statistics();
    ASSERT_TRUE(statistics.ok());
    EXPECT_EQ(statistics->exchanges, 2U);
    EXPECT_EQ(statistics->connections, 2U);
    EXPECT_EQ(statistics->packets, 9U);
    EXPECT_EQ(statistics->responseBodyBytes, 3U);
    EXPECT_EQ(statistics->hosts, (Counts{{"a.test", 2}}));
    EXPECT_EQ(statistics->types, (Counts{{"text/html", 2}}));
    EXPECT_EQ(statistics->connectionProtocols, (Counts{{"HTTP/1.1", 1}, {"TLS", 1}}));
    EXPECT_EQ(statistics->keepAlive.handshakesSaved, 1U);
    EXPECT_EQ(statistics->counters, (Counts{{"not_ip", 3}}));
    const auto provenance = opened->provenance();
    ASSERT_TRUE(provenance.ok());
    EXPECT_FALSE(provenance->isPartial);
    ASSERT_EQ(provenance->inputs.size(), 1U);
    EXPECT_EQ(provenance->inputs[0].name, "a.pcap");
    const auto connection = opened->connection(1);
    EXPECT_EQ((*connection)->handshakeNs(), 2'000'000);
    EXPECT_EQ((*connection)->client.port, 50001);
}

TEST(Case, TellsWhatCapturesCarriedBesidesPackets) {
    const TemporaryDirectory directory;
    const auto opened = make(directory / "a.hark", [](CaseBuilder&, CaseWriter& writer) {
        writer.addComment(1, 0, "of the whole");
        for (std::uint64_t packet = 1; packet <= Provenance::kComments; ++packet)
            writer.addComment(2, packet, "of a packet");
        writer.addSecret(2, "tls-key-log", base::asBytes("abc"));
        writer.addSecret(1, "tls-key-log", base::asBytes("abcd"));
        writer.addSecret(1, "tls-key-log", base::asBytes("ef"));
        writer.addSecret(1, "0x00000001", base::asBytes(""));
        writer.addHostName("192.0.2.1", "a.example", "capture");
        writer.addHostName("192.0.2.1", "a.example", "dns");
        writer.addHostName("192.0.2.2", "a.example", "dns");
    });
    const auto provenance = opened->provenance();
    ASSERT_TRUE(provenance.ok());
    ASSERT_EQ(provenance->comments.size(), Provenance::kComments);
    EXPECT_EQ(provenance->commentsTotal, Provenance::kComments + 1);
    EXPECT_EQ(provenance->comments[0].text, "of the whole");
    EXPECT_FALSE(provenance->comments[0].packet);
    EXPECT_EQ(provenance->comments[1].capture, 2U);
    EXPECT_EQ(provenance->comments[1].packet, 1U);
    EXPECT_EQ(provenance->hostNames, 2U);
    std::string secrets;
    for (const SecretsRow& row : provenance->secrets)
        secrets += fmt::format("{} {} {} {}; ", row.capture, row.kind, row.blocks, row.bytes);
    EXPECT_EQ(secrets, "1 0x00000001 1 0; 1 tls-key-log 2 6; 2 tls-key-log 1 3; ");
}

TEST(Case, ReadsACaseThatGrows) {
    const TemporaryDirectory directory;
    CaseWriter::Options options;
    options.mode = CaseWriter::Mode::Watched;
    auto writer = CaseWriter::create(directory / "a.hark", options);
    ASSERT_TRUE(writer.ok());
    auto opened = Case::open(directory / "a.hark");
    ASSERT_TRUE(opened.ok()) << opened.error().message;
    EXPECT_TRUE((*opened)->provenance()->isPartial);
    EXPECT_EQ((*opened)->maximumExchangeId(), 0U);
    const std::uint64_t before = (*opened)->dataVersion();
    CaseBuilder builder(**writer);
    builder.open(1);
    auto made = builder.begin();
    builder.request(made, kGet);
    ASSERT_TRUE((*writer)->commit().ok());
    EXPECT_NE((*opened)->dataVersion(), before);
    EXPECT_EQ((*opened)->maximumExchangeId(), 1U);
    const std::uint64_t id = 1;
    EXPECT_TRUE((*opened)->exchangeRows(std::span(&id, 1))->front().isRunning);
    builder.response(made, kOk);
    builder.end(made);
    builder.close();
    ASSERT_TRUE((*writer)->finish(CaseWriter::State::Complete).ok());
    EXPECT_FALSE((*opened)->exchangeRows(std::span(&id, 1))->front().isRunning);
    EXPECT_FALSE((*opened)->provenance()->isPartial);
}

std::string shown(const SqlValue& value) {
    if (const auto* integer = std::get_if<std::int64_t>(&value)) return std::to_string(*integer);
    if (const auto* real = std::get_if<double>(&value)) return std::to_string(*real);
    if (const auto* text = std::get_if<std::string_view>(&value))
        return '"' + std::string(*text) + '"';
    if (const auto* blob = std::get_if<base::Bytes>(&value)) return base::toHex(*blob);
    return "NULL";
}

void ignoreColumns(std::span<const std::string>) {}

TEST(Case, RunsSqlWithTypedValues) {
    const TemporaryDirectory directory;
    const auto opened = make(directory / "a.hark", [](CaseBuilder& builder, auto&) {
        builder.open(1);
        builder.exchange(kGet, "", kOk, "12");
        builder.close();
    });
    std::string seen;
    const auto columns = [&](std::span<const std::string> names) {
        for (const std::string& name : names)
            seen += name + " ";
    };
    const auto row = [&](std::span<const SqlValue> values) {
        for (const SqlValue& value : values)
            seen += shown(value) + ";";
        return true;
    };
    EXPECT_TRUE(
        opened
            ->runSql("SELECT id, NULL AS n, 1.5 AS f, '7' AS t, x'0fff' AS b FROM exchanges; ",
                     columns, row)
            .ok());
    EXPECT_EQ(seen, "id n f t b 1;NULL;1.500000;\"7\";0fff;");
    seen.clear();
    EXPECT_TRUE(opened->runSql("SELECT id FROM exchanges WHERE 0", columns, row).ok());
    EXPECT_EQ(seen, "id ");
}

TEST(Case, RunsSqlThatOnlyReads) {
    const TemporaryDirectory directory;
    const auto opened = make(directory / "a.hark", [](auto&, auto&) {});
    const auto row = [](std::span<const SqlValue>) { return true; };
    for (const char* statement :
         {"DELETE FROM exchange", "CREATE TABLE a(b)", "CREATE TEMP TABLE a(b)",
          "SELECT 1; SELECT 2", "", "SELEKT 1", "ATTACH 'x.db' AS x", "ATTACH ':memory:' AS x",
          "DETACH main", "BEGIN", "PRAGMA journal_mode=WAL", "PRAGMA user_version=7",
          "PRAGMA writable_schema=1", "PRAGMA temp_store_directory='/tmp'", "VACUUM",
          "VACUUM INTO 'x.db'", "REINDEX", "ANALYZE"}) {
        EXPECT_FALSE(opened->runSql(statement, ignoreColumns, row).ok()) << statement;
    }
    for (const char* statement :
         {"PRAGMA table_info(exchange)", "PRAGMA user_version", "PRAGMA integrity_check",
          "SELECT name FROM pragma_table_info('exchange')", "EXPLAIN SELECT * FROM exchanges",
          "SELECT value FROM json_each('[1]')", "SELECT sql FROM sqlite_schema",
          "WITH n(i) AS (VALUES(1)) SELECT i FROM n"}) {
        const auto status = opened->runSql(statement, ignoreColumns, row);
        EXPECT_TRUE(status.ok()) << statement << ": "
                                 << (status.ok() ? "" : status.error().message);
    }
    EXPECT_FALSE(access((directory / "x.db").c_str(), F_OK) == 0);
    EXPECT_TRUE(opened->exchangeIds({}).ok());
}

TEST(Case, CanBeInterrupted) {
    const TemporaryDirectory directory;
    const auto opened = make(directory / "a.hark", [](auto&, auto&) {});
    int rows = 0;
    const auto status = opened->runSql(
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n",
        ignoreColumns, [&](std::span<const SqlValue>) {
            if (++rows == 10) opened->interrupt();
            return true;
        });
    ASSERT_FALSE(status.ok());
    EXPECT_EQ(status.error().message, "interrupted");
    EXPECT_TRUE(opened->exchangeIds({}).ok());
}

}  // namespace
}  // namespace hark::query
