// Names and offers are told once each, and no more of them than the limits allow.

#include "core/analysis/name_book.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/support/recorders.h"
#include "tests/unit/store/case_builder.h"

namespace hark::analysis {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Book {
public:
    explicit Book(const Limits& limits = {}) : book(limits, recorder), builder(book) {
        builder.open(1);
    }
    Book& responds(const std::string& fields, const std::string& host = "shop.test") {
        builder.exchange("GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n", "",
                         "HTTP/1.1 200 OK\r\n" + fields + "\r\n", "");
        return *this;
    }
    Book& resolves(const std::string& name, std::vector<dns::ServiceBinding> bindings,
                   dns::Type type = dns::Type::Https) {
        dns::Resolution resolution;
        resolution.name = name;
        for (dns::ServiceBinding& binding : bindings)
            resolution.bindings.emplace_back(type, std::move(binding));
        book.add(resolution);
        return *this;
    }
    Book& names(const std::string& name, std::string_view address) {
        dns::Resolution resolution;
        resolution.name = name;
        resolution.addresses = {*ip::parseAddress(address)};
        book.add(resolution);
        return *this;
    }

    test::ExchangeRecorder recorder;
    NameBook book;
    test::CaseBuilder builder;
};

dns::ServiceBinding binding(std::vector<std::string> protocols, std::uint16_t priority = 1) {
    return {priority, "alt.test", std::move(protocols), {}, {}};
}

TEST(NameBook, TellsEachOfferOnce) {
    Book b;
    b.responds("Alt-Svc: h3=\":443\"\r\n").responds("Alt-Svc: h3=\":443\"\r\n");
    b.responds("Alt-Svc: h3=\":443\"; ma=60\r\nalt-svc: h3-29=\"alt.test:8443\"\r\n");
    b.responds("Alt-Svc: h3=\":443\"\r\n", "other.test");
    EXPECT_THAT(b.recorder.offers,
                ElementsAre("shop.test:80 alt-svc :443", "shop.test:80 alt-svc alt.test:8443",
                            "other.test:80 alt-svc :443"));
    EXPECT_EQ(b.recorder.exchanges.size(), 4U);
}

TEST(NameBook, TellsNoOffersOfOtherProtocols) {
    Book b;
    b.responds("Alt-Svc: clear\r\n")
        .responds("Alt-Svc: h2=\":443\", quic=\":443\"\r\n")
        .responds("");
    b.resolves("shop.test", {binding({"h2"}), binding({"h3"}, 0)});
    b.resolves("_dns.resolver.test", {binding({"h3"})}, dns::Type::Svcb);
    EXPECT_THAT(b.recorder.offers, IsEmpty());
}

TEST(NameBook, ReadsThePortOfAnOriginFromTheQuestion) {
    Book b;
    dns::ServiceBinding withPort = binding({"h2", "h3"});
    withPort.port = 9443;
    b.resolves("shop.test", {binding({"h3"}), withPort});
    b.resolves("_8443._https.shop.test", {binding({"h3"})});
    EXPECT_THAT(b.recorder.offers, ElementsAre("shop.test:443 dns-https alt.test:443",
                                               "shop.test:443 dns-https alt.test:9443",
                                               "shop.test:8443 dns-https alt.test:8443"));
}

TEST(NameBook, NamesAddressesAndHintsOnce) {
    Book b;
    dns::ServiceBinding hinted = binding({"h2"});
    hinted.hints = {*ip::parseAddress("192.0.2.9")};
    b.names("shop.test", "192.0.2.7").names("shop.test", "192.0.2.7").names("b.test", "192.0.2.7");
    b.resolves("_8443._https.shop.test", {hinted});
    EXPECT_THAT(b.recorder.names,
                ElementsAre("192.0.2.7 shop.test", "192.0.2.7 b.test", "192.0.2.9 shop.test"));
}

TEST(NameBook, IsBounded) {
    Limits limits;
    limits.names = 1;
    limits.offers = 1;
    limits.nameBytes = 20;
    Book b(limits);
    b.names("", "192.0.2.1");
    b.names(std::string(21, 'x'), "192.0.2.1").names("a.test", "192.0.2.1").names("b.test", "::1");
    b.responds("Alt-Svc: h3=\"" + std::string(20, 'x') + ":443\"\r\n");
    b.responds("Alt-Svc: h3=\":443\", h3=\":444\"\r\n");
    EXPECT_THAT(b.recorder.names, ElementsAre("192.0.2.1 a.test"));
    EXPECT_EQ(b.book.namesDropped(), 2U);
    EXPECT_THAT(b.recorder.offers, ElementsAre("shop.test:80 alt-svc :443"));
    EXPECT_EQ(b.book.offersDropped(), 2U);
}

}  // namespace
}  // namespace hark::analysis
