// Holds what the line finds in every sample against what the servers logged.

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <set>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "core/analysis/pipeline.h"
#include "core/capture/packet_source.h"
#include "tests/support/recorders.h"

namespace hark {
namespace {

using nlohmann::json;

std::string samplesFolder() {
    return HARK_SAMPLES;
}

// Captures that can't show everything that happened; their notes say what is missing.
bool showsOnlyAPart(const std::string& name) {
    static const std::set<std::string> kPartial{"late-start", "early-end", "cut-file",
                                                "short-snaplen", "capture-loss"};
    return kPartial.contains(name);
}

std::vector<std::string> sampleNames() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(samplesFolder())) {
        const std::string path = entry.path().string();
        if (path.ends_with(".expected.json")) {
            names.push_back(
                path.substr(samplesFolder().size() + 1, path.size() - samplesFolder().size() - 15));
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

test::ExchangeRecorder analyse(const std::string& path) {
    test::ExchangeRecorder recorder;
    analysis::Pipeline pipeline({}, recorder);
    auto source = capture::openFile(path, 1);
    EXPECT_TRUE(source.ok()) << (source.ok() ? "" : source.error().message);
    if (!source) return recorder;
    capture::Packet packet;
    while ((*source)->next(packet) == capture::ReadStatus::Packet)
        pipeline.onPacket(packet);
    pipeline.finish();
    return recorder;
}

std::string text(const json& value) {
    if (value.is_null()) return "-";
    return value.is_string() ? value.get<std::string>() : value.dump();
}

// One line an exchange, grouped by connection; what the log doesn't know is left out of both.
std::map<std::string, std::vector<std::string>> expectedLines(const json& expected) {
    std::map<std::string, std::vector<std::string>> lines;
    const auto add = [&](const json& list) {
        for (const json& e : list) {
            const std::string client =
                fmt::format("{}:{}", text(e.at("client_address")), text(e.at("client_port")));
            std::string line = fmt::format("{} {} {}", text(e.at("method")), text(e.at("target")),
                                           text(e.at("status")));
            lines[client].push_back(line);
        }
    };
    add(expected.at("exchanges"));
    if (expected.contains("inner_exchanges")) add(expected.at("inner_exchanges"));
    return lines;
}

std::map<std::string, std::vector<std::string>> foundLines(const test::ExchangeRecorder& recorder) {
    std::map<std::uint64_t, std::string> clients;
    for (const auto& c : recorder.connections) {
        clients[c.connection.id.value] = fmt::format(
            "{}:{}", ip::toString(c.connection.client.address), c.connection.client.port);
    }
    std::vector<const exchange::Exchange*> byId;
    for (const auto& e : recorder.exchanges)
        byId.push_back(&e);
    std::sort(byId.begin(), byId.end(), [](auto* a, auto* b) { return a->id < b->id; });
    std::map<std::string, std::vector<std::string>> lines;
    for (const auto* e : byId) {
        if (!e->requestHead) continue;
        lines[clients[e->connection.value]].push_back(
            fmt::format("{} {} {}", e->requestHead->method(), e->requestHead->target(),
                        e->responseHead ? std::to_string(e->responseHead->status) : "-"));
    }
    return lines;
}

class Sample : public testing::TestWithParam<std::string> {
protected:
    Sample() {
        std::ifstream file(samplesFolder() + "/" + GetParam() + ".expected.json");
        expected_ = json::parse(file);
        const std::string folder =
            std::filesystem::path(samplesFolder() + "/" + GetParam()).parent_path();
        recorder_ = analyse(folder + "/" + expected_.at("capture").get<std::string>());
    }
    [[nodiscard]] bool isPartial() const {
        return showsOnlyAPart(std::filesystem::path(GetParam()).filename());
    }

    json expected_;
    test::ExchangeRecorder recorder_;
};

TEST_P(Sample, HasTheExchangesThatTheServersLogged) {
    const auto expected = expectedLines(expected_);
    const auto found = foundLines(recorder_);
    if (!isPartial()) {
        EXPECT_EQ(found, expected);
        return;
    }
    std::size_t count = 0;
    for (const auto& [client, lines] : found) {
        ASSERT_TRUE(expected.contains(client)) << client;
        for (const std::string& line : lines) {
            // The response may be what is missing.
            const std::string request = line.substr(0, line.rfind(' '));
            EXPECT_TRUE(std::any_of(expected.at(client).begin(), expected.at(client).end(),
                                    [&](const std::string& e) {
                                        return e == line ||
                                               (line.ends_with(" -") && e.starts_with(request));
                                    }))
                << client << " " << line;
            ++count;
        }
    }
    EXPECT_GT(count, 0U);
}

TEST_P(Sample, CarriesTheContentsThatTheServersSent) {
    if (isPartial()) return;
    std::map<std::string, std::vector<std::uint64_t>> expected;
    for (const json& e : expected_.at("exchanges")) {
        if (!e.contains("response_body_bytes") || e.at("status").is_null()) continue;
        expected[fmt::format("{} {} {}", text(e.at("client_port")), text(e.at("ordinal")),
                             text(e.at("target")))]
            .push_back(e.at("response_body_bytes").get<std::uint64_t>());
    }
    std::map<std::uint64_t, std::uint16_t> ports;
    for (const auto& c : recorder_.connections)
        ports[c.connection.id.value] = c.connection.client.port;
    std::map<std::string, std::vector<std::uint64_t>> found;
    std::vector<const exchange::Exchange*> byId;
    for (const auto& e : recorder_.exchanges)
        byId.push_back(&e);
    std::sort(byId.begin(), byId.end(), [](auto* a, auto* b) { return a->id < b->id; });
    for (const auto* e : byId) {
        if (!e->requestHead || !e->response) continue;
        const std::string key = fmt::format("{} {} {}", ports[e->connection.value],
                                            e->ordinal.value(), e->requestHead->target());
        if (expected.contains(key)) found[key].push_back(e->response->bodyBytes);
        EXPECT_EQ(e->response->missingBytes, 0U) << key;
    }
    EXPECT_EQ(found, expected);
}

TEST_P(Sample, HasTheConnectionsThatTheServersLogged) {
    if (isPartial()) return;
    std::map<std::string, std::uint64_t> expected;
    for (const json& c : expected_.at("connections")) {
        expected[fmt::format("{}:{}", text(c.at("client_address")), text(c.at("client_port")))] +=
            c.at("exchanges").get<std::uint64_t>();
    }
    if (expected_.contains("inner_exchanges")) {
        for (const json& e : expected_.at("inner_exchanges")) {
            ++expected[fmt::format("{}:{}", text(e.at("client_address")),
                                   text(e.at("client_port")))];
        }
    }
    std::map<std::string, std::uint64_t> found;
    for (const auto& c : recorder_.connections) {
        if (c.keepAlive.exchanges == 0) continue;
        found[fmt::format("{}:{}", ip::toString(c.connection.client.address),
                          c.connection.client.port)] += c.keepAlive.exchanges;
    }
    EXPECT_EQ(found, expected);
}

std::string testName(const testing::TestParamInfo<std::string>& sample) {
    std::string name = sample.param;
    std::replace_if(
        name.begin(), name.end(),
        [](char c) { return std::string_view("/-.").find(c) != std::string_view::npos; }, '_');
    return name;
}

INSTANTIATE_TEST_SUITE_P(All, Sample, testing::ValuesIn(sampleNames()), testName);

}  // namespace
}  // namespace hark
