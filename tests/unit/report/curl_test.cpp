#include "core/report/curl.h"

#include <array>
#include <cstdio>
#include <fstream>
#include <string>
#include <string_view>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "core/report/shell.h"

namespace hark::report {
namespace {

using namespace std::string_literals;

// What bash makes of a script in which "curl" prints its words, each with a NUL behind it, and what
// it is given to read.
std::string byBash(const std::string& script) {
    std::string path = testing::TempDir() + "/hark-curl-XXXXXX";
    const int file = mkstemp(path.data());
    EXPECT_GE(file, 0);
    close(file);
    std::ofstream(path, std::ios::binary)
        << "curl() { printf '%s\\0' \"$@\"; case \"$*\" in *@-*) cat;; esac; }\n"
        << script;
    std::FILE* bash = popen(("bash " + path).c_str(), "r");
    EXPECT_NE(bash, nullptr);
    std::string out;
    std::array<char, 4096> buffer{};
    while (const std::size_t count = std::fread(buffer.data(), 1, buffer.size(), bash))
        out.append(buffer.data(), count);
    EXPECT_EQ(pclose(bash), 0) << script;
    unlink(path.c_str());
    return out;
}

std::vector<std::string> wordsOf(std::string_view printed) {
    std::vector<std::string> words;
    for (std::size_t end = printed.find('\0'); end != std::string_view::npos;
         end = printed.find('\0')) {
        words.emplace_back(printed.substr(0, end));
        printed.remove_prefix(end + 1);
    }
    return words;
}

query::ExchangeDetail get(query::FieldLines fields = {{"User-Agent", "t"}, {"Accept", "*/*"}}) {
    query::ExchangeDetail detail;
    detail.row.protocol = "HTTP/1.1";
    detail.row.method = "GET";
    detail.row.host = "a.test";
    detail.row.target = "/a?b=1&c=2";
    detail.row.url = "http://a.test/a?b=1&c=2";
    detail.request.emplace();
    detail.request->head = "GET …";
    detail.request->fields = std::move(fields);
    return detail;
}

std::vector<std::string> sent(const query::ExchangeDetail& detail,
                              const RequestContent& content = {}) {
    const auto command = curlCommand(detail, content);
    EXPECT_TRUE(command);
    return wordsOf(byBash(command.value_or("")));
}

// What stands behind each `option`.
std::vector<std::string> valuesOf(const std::vector<std::string>& words, std::string_view option) {
    std::vector<std::string> values;
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        if (words[i] == option) values.push_back(words[i + 1]);
    }
    return values;
}

TEST(ShellWord, IsTheSameTextAgainBehindBash) {
    std::string all;
    for (int c = 1; c < 256; ++c)
        all += static_cast<char>(c);
    const std::vector<std::string> texts{"",
                                         "plain",
                                         "two words",
                                         "it's",
                                         "$(touch /tmp/x)`id`",
                                         "a\nb\r\tc",
                                         "\\n stays",
                                         "!history",
                                         "ü \xe2\x80\xae",
                                         "\xff\xfe",
                                         "\x01"
                                         "23",
                                         "'\\''; exit 3",
                                         "-o",
                                         "~/x",
                                         "{a,b}*?[x]",
                                         "#no",
                                         all};
    std::string script;
    for (const std::string& text : texts)
        script += "curl " + shellWord(text) + "\n";
    EXPECT_EQ(wordsOf(byBash(script)), texts);
}

TEST(ShellWord, ShowsNothingThatATerminalWouldObey) {
    const std::string word = shellWord(
        "a\x1b[2Jb\xe2\x80\xae"
        "c");
    EXPECT_EQ(word, "$'a\\033[2Jb\\342\\200\\256c'");
}

TEST(Curl, SendsTheFieldLinesInTheirOrder) {
    const auto words = sent(get({{"Host", "a.test"},
                                 {"Accept", "text/html"},
                                 {"Cookie", "sid=1; b='2'"},
                                 {"X-Empty", ""},
                                 {"User-Agent", "x\xff"},
                                 {"Accept", "b"}}));
    EXPECT_EQ(valuesOf(words, "-H"),
              (std::vector<std::string>{"Host: a.test", "Accept: text/html", "Cookie: sid=1; b='2'",
                                        "X-Empty;", "User-Agent: x\xff", "Accept: b"}));
    EXPECT_EQ(valuesOf(words, "--url"), (std::vector<std::string>{"http://a.test/a?b=1&c=2"}));
    EXPECT_TRUE(valuesOf(words, "-X").empty());
}

TEST(Curl, KeepsWhatItWouldAddOut) {
    EXPECT_EQ(valuesOf(sent(get({})), "-H"), (std::vector<std::string>{"Accept:", "User-Agent:"}));
}

TEST(Curl, LeavesOutWhatWouldReadAFileOrEndALine) {
    const auto command = curlCommand(get({{"Accept", "*/*"},
                                          {"User-Agent", "t"},
                                          {"@/etc/passwd", ""},
                                          {"X", "a\0b"s},
                                          {"Y", "a\r\n b"},
                                          {"", "z\nrm -rf /"}}),
                                     {});
    ASSERT_TRUE(command);
    EXPECT_EQ(valuesOf(wordsOf(byBash(*command)), "-H"),
              (std::vector<std::string>{"Accept: */*", "User-Agent: t"}));
    EXPECT_NE(command->find("# left out, as curl can't send it: the field \"@/etc/passwd\"\n"),
              std::string::npos)
        << *command;
}

TEST(Curl, ARemarkStaysOneLine) {
    const auto command = curlCommand(get({{"@\ntouch /tmp/x", ""}}), {});
    ASSERT_TRUE(command);
    EXPECT_EQ(command->find("\ntouch"), std::string::npos) << *command;
}

TEST(Curl, SendsContentToTheByte) {
    auto post = get();
    post.row.method = "POST";
    for (const std::string& text : {"a=1&b='x'"s, "@/etc/passwd"s, "\xff\n\r\x01"s, "-d"s}) {
        const auto words = sent(post, {text, true});
        EXPECT_EQ(valuesOf(words, "--data-raw"), (std::vector<std::string>{text}));
        EXPECT_EQ(valuesOf(words, "-X"), (std::vector<std::string>{"POST"}));
    }
}

TEST(Curl, PipesContentThatNoWordCanHold) {
    auto post = get();
    post.row.method = "PUT";
    for (const std::string& text : {"a\0b\n"s, std::string(300'000, '\xfe')}) {
        const auto command = curlCommand(post, {text, true});
        ASSERT_TRUE(command);
        const std::string printed = byBash(*command);
        EXPECT_TRUE(printed.ends_with("http://a.test/a?b=1&c=2\0"s + text));
    }
}

TEST(Curl, SaysWhatContentItLeavesOut) {
    auto post = get();
    post.row.method = "POST";
    EXPECT_NE(curlCommand(post, {"half", false})->find("# the request's content was not captured"),
              std::string::npos);
    EXPECT_TRUE(valuesOf(sent(post, {"half", false}), "--data-raw").empty());
    const std::string large(kMaximumCurlContent + 1, 'x');
    EXPECT_NE(curlCommand(post, {large, true})->find("# the request's content is too large"),
              std::string::npos);
}

TEST(Curl, NamesTargetsThatAreNoPath) {
    auto options = get();
    options.row.method = "OPTIONS";
    options.row.target = "*";
    options.row.url.reset();
    const auto words = sent(options);
    EXPECT_EQ(valuesOf(words, "--request-target"), (std::vector<std::string>{"*"}));
    EXPECT_EQ(valuesOf(words, "--url"), (std::vector<std::string>{"http://a.test/"}));
}

TEST(Curl, MethodsAreWordsToo) {
    auto odd = get();
    odd.row.method = "-o/tmp/x;id";
    EXPECT_EQ(valuesOf(sent(odd), "-X"), (std::vector<std::string>{"-o/tmp/x;id"}));
    odd.row.method = "HEAD";
    const auto words = sent(odd);
    EXPECT_NE(std::find(words.begin(), words.end(), "--head"), words.end());
}

TEST(Curl, NothingWithoutARequest) {
    query::ExchangeDetail detail;
    EXPECT_FALSE(curlCommand(detail, {}));
}

}  // namespace
}  // namespace hark::report
