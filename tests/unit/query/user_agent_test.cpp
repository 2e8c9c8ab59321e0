#include "core/query/user_agent.h"

#include <string>

#include <gtest/gtest.h>

namespace hark::query {
namespace {

struct Row {
    const char* field;
    const char* words;
};

TEST(UserAgent, IsToldByTheProgramThatIsMeant) {
    constexpr Row kRows[] = {
        {"Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0",
         "Firefox 128 on Linux"},
        {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/126.0.0.0 Safari/537.36",
         "Chrome 126 on Windows"},
        {"Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/126.0.0.0 Safari/537.36 Edg/126.0.2592.68",
         "Edge 126 on Windows"},
        {"Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/126.0.6478.71 Mobile Safari/537.36",
         "Chrome 126 on Android"},
        {"Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, "
         "like Gecko) Version/17.5 Mobile/15E148 Safari/604.1",
         "Safari 17 on iOS"},
        {"Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like "
         "Gecko) Version/17.5 Safari/605.1.15",
         "Safari 17 on macOS"},
        {"curl/8.5.0", "curl 8.5.0"},
        {"python-requests/2.31.0", "python-requests 2.31.0"},
        {"Apache-HttpClient/4.5.14 (Java/17.0.2)", "Apache-HttpClient 4.5.14"},
        {"Mozilla/5.0", "Mozilla 5.0"},
        {"  shopper  ", "shopper"},
        {"", ""},
    };
    for (const Row& row : kRows)
        EXPECT_EQ(userAgentInWords(row.field), row.words) << row.field;
}

TEST(UserAgent, IsShortWhateverComes) {
    EXPECT_LE(userAgentInWords(std::string(100'000, 'x')).size(), 80U);
    EXPECT_LE(userAgentInWords("Mozilla/5.0 (Linux) Firefox/" + std::string(5000, '9')).size(),
              80U);
    EXPECT_LE(userAgentInWords(std::string(500, 'a') + "/" + std::string(500, 'b')).size(), 80U);
}

}  // namespace
}  // namespace hark::query
