// The Public Suffix List, and sites (HTML standard, section 7.1.1).

#include "core/http/public_suffix.h"

#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

namespace hark::http {
namespace {

struct Row {
    std::string host;
    std::string registrable;
    bool isSuffix;
};

const std::vector<Row>& rows() {
    static const std::vector<Row> kRows = {
        {"com", "", true},
        {"example.com", "example.com", false},
        {"a.b.example.com", "example.com", false},
        {"WWW.Example.COM", "Example.COM", false},
        {"example.com.", "example.com", false},
        {"com.", "", true},
        {"co.uk", "", true},
        {"shop.example.co.uk", "example.co.uk", false},
        {"github.io", "", true},  // of the list's private part
        {"someone.github.io", "someone.github.io", false},
        {"b.kobe.jp", "", true},  // *.kobe.jp
        {"a.b.kobe.jp", "a.b.kobe.jp", false},
        {"city.kobe.jp", "city.kobe.jp", false},  // !city.kobe.jp
        {"xn--fiqs8s", "", true},
        {"xn--85x722f.xn--fiqs8s", "xn--85x722f.xn--fiqs8s", false},
        {"localhost", "", true},
        {"shop.intranet", "shop.intranet", false},
        {"a.shop.intranet", "shop.intranet", false},
        {"192.0.2.7", "", false},
        {"[2001:db8::1]", "", false},
        {"", "", false},
        {".", "", false},
        {".com", "", false},
        {"a..com", "", false},
        {"example.com..", "", false},
        {std::string("a\0b.com", 7), "", false},
        {std::string(249, 'a') + ".com", std::string(249, 'a') + ".com", false},
        {std::string(250, 'a') + ".com", "", false},
        {std::string(100'000, '.'), "", false},
    };
    return kRows;
}

void askAll() {
    for (const char* turn : {"first", "again"}) {  // what is remembered must not tell
        for (const Row& row : rows()) {
            EXPECT_EQ(registrableDomain(row.host), row.registrable) << row.host << " " << turn;
            EXPECT_EQ(isPublicSuffix(row.host), row.isSuffix) << row.host << " " << turn;
        }
    }
}

TEST(PublicSuffix, TellsWhatWasRegistered) {
    askAll();
}

TEST(PublicSuffix, GivesAViewOfTheHost) {
    const std::string host = "www.example.com";
    EXPECT_EQ(registrableDomain(host).data(), host.data() + 4);
}

TEST(PublicSuffix, MayBeAskedByManyThreads) {
    std::vector<std::thread> threads;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back(askAll);
    for (std::thread& thread : threads)
        thread.join();
}

TEST(PublicSuffix, RemembersManyHostsRightly) {
    for (int turn = 0; turn < 2; ++turn) {
        for (int i = 0; i < 1000; ++i) {
            const std::string domain = "d" + std::to_string(i) + ".co.uk";
            EXPECT_EQ(registrableDomain("www." + domain).size(), domain.size());
        }
    }
}

TEST(Site, IsTheRegistrableDomain) {
    struct SiteRow {
        const char* a;
        const char* b;
        bool same;
    };
    for (const SiteRow& row : {
             SiteRow{"example.com", "www.example.com", true},
             SiteRow{"a.example.com", "B.EXAMPLE.com", true},
             SiteRow{"example.com", "example.com.", true},
             SiteRow{"example.com", "example.org", false},
             SiteRow{"a.github.io", "b.github.io", false},
             SiteRow{"github.io", "a.github.io", false},
             SiteRow{"github.io", "github.io", true},
             SiteRow{"co.uk", "org.uk", false},
             SiteRow{"192.0.2.7", "192.0.2.7", true},
             SiteRow{"192.0.2.7", "1.0.2.7", false},
             SiteRow{"localhost", "localhost", true},
             SiteRow{"localhost", "intranet", false},
         }) {
        EXPECT_EQ(sameSite(row.a, row.b), row.same) << row.a << " " << row.b;
        EXPECT_EQ(sameSite(row.b, row.a), row.same) << row.a << " " << row.b;
    }
}

}  // namespace
}  // namespace hark::http
