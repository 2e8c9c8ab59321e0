// DNS messages (RFC 1035 section 4.1, RFC 9460 section 2.2).

#include "core/dns/message.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/dns/name.h"
#include "tests/support/dns_messages.h"

namespace hark::dns {
namespace {

using namespace std::string_literals;
using test::DnsMessage;
using test::serviceBinding;
using testing::ElementsAre;

std::optional<Message> read(const std::string& bytes, std::size_t maximum = 256) {
    // A copy of that size, so that a read beyond it is seen.
    const std::vector<char> copy(bytes.begin(), bytes.end());
    return readMessage(base::asBytes(std::string_view(copy.data(), copy.size())), maximum);
}

// "shop.test A 192.0.2.7", "www.test CNAME shop.test", "shop.test HTTPS 1 . h3 h2 :8443 192.0.2.9"
std::vector<std::string> answersOf(const std::string& bytes) {
    std::vector<std::string> lines;
    const auto message = read(bytes);
    if (!message) return {"none"};
    for (const Record& record : message->answers) {
        std::string line = record.owner;
        if (const auto* address = std::get_if<ip::Address>(&record.value)) {
            line += (address->isV6 ? " AAAA " : " A ") + ip::toString(*address);
        } else if (const auto* name = std::get_if<std::string>(&record.value)) {
            line += " CNAME " + *name;
        } else {
            const auto& binding = std::get<ServiceBinding>(record.value);
            line += (record.type == Type::Https ? " HTTPS " : " SVCB ") +
                    std::to_string(binding.priority) + " " + binding.target + ".";
            for (const std::string& protocol : binding.protocols)
                line += " " + protocol;
            if (binding.port) line += " :" + std::to_string(*binding.port);
            for (const ip::Address& hint : binding.hints)
                line += " " + ip::toString(hint);
        }
        lines.push_back(line);
    }
    return lines;
}

const std::string kHints =
    "\0\4\0\10\xc0\0\2\1\xc0\0\2\2\0\6\0\20"s + test::dnsAddress("2001:db8::9");
const std::string kWhole = DnsMessage(7)
                               .question("WWW.Shop.test", 1)
                               .answer()
                               .cname("www.shop.test", "cdn.test")
                               .a("cdn.test", "192.0.2.7")
                               .a("cdn.test", "2001:db8::7")
                               .https("cdn.test", serviceBinding(1, "", {"h3", "h2"}, 8443, kHints))
                               .bytes();

TEST(DnsMessage, IsAQueryOrAResponse) {
    const auto query = read(DnsMessage(0x1234).question("Shop.Test", 28).bytes());
    ASSERT_TRUE(query);
    EXPECT_EQ(query->id, 0x1234);
    EXPECT_FALSE(query->isResponse);
    EXPECT_EQ(query->question, "shop.test");
    EXPECT_EQ(query->questionType, Type::Aaaa);
    const auto failure = read(DnsMessage(1).question("a.test", 1).answer(3, true).bytes());
    ASSERT_TRUE(failure);
    EXPECT_TRUE(failure->isResponse && failure->isTruncated);
    EXPECT_EQ(failure->responseCode, 3);
}

TEST(DnsMessage, HoldsAddressesAliasesAndServiceBindings) {
    EXPECT_THAT(answersOf(kWhole),
                ElementsAre("www.shop.test CNAME cdn.test", "cdn.test A 192.0.2.7",
                            "cdn.test AAAA 2001:db8::7",
                            "cdn.test HTTPS 1 . h3 h2 :8443 192.0.2.1 192.0.2.2 2001:db8::9"));
}

TEST(DnsMessage, ReadsNamesThatPointBack) {
    // The question's name is at 12; "www" before it, in a record of its own, at 12 + 15.
    const std::string bytes = DnsMessage(7)
                                  .question("shop.test", 1)
                                  .answer()
                                  .recordOf("\3www\xc0\x0c", 1, test::dnsAddress("192.0.2.7"))
                                  .recordOf("\xc0\x1b", 5, "\4shop\xc0\x11")
                                  .bytes();
    EXPECT_THAT(answersOf(bytes),
                ElementsAre("www.shop.test A 192.0.2.7", "www.shop.test CNAME shop.test"));
}

TEST(DnsMessage, LeavesOutWhatItDoesNotKnow) {
    const std::string bytes = DnsMessage(7)
                                  .question("shop.test", 1)
                                  .answer()
                                  .record("", 41, "\0\12\0\10cookies!"s)  // EDNS
                                  .record("shop.test", 16, "\4text")
                                  .record("shop.test", 1, "short")
                                  .record("shop.test", 65, "\0\1\0\0\1\0\xff"s)
                                  .a("shop.test", "192.0.2.7")
                                  .bytes();
    EXPECT_THAT(answersOf(bytes), ElementsAre("shop.test A 192.0.2.7"));
}

TEST(DnsMessage, IsNothingElse) {
    std::string update = kWhole;
    update[2] = '\x28';  // opcode 5
    EXPECT_FALSE(read(update));
    EXPECT_FALSE(read(DnsMessage(7).bytes()));  // without a question
    EXPECT_FALSE(read("GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n"));
    EXPECT_FALSE(read(""));
}

TEST(DnsMessage, HasABoundedNumberOfRecords) {
    DnsMessage many(7);
    many.question("shop.test", 1).answer();
    for (int i = 0; i < 50; ++i)
        many.a("shop.test", "192.0.2.7");
    EXPECT_EQ(read(many.bytes(), 10)->answers.size(), 10U);
    std::string few = DnsMessage(7).question("shop.test", 1).answer().a("shop.test", "::1").bytes();
    few[7] = '\xff';  // more answers are announced than there are
    EXPECT_EQ(read(few)->answers.size(), 1U);
}

TEST(DnsMessage, MayBeCutAtAnyByteOrHaveAnyByteWrong) {
    for (std::size_t at = 0; at < kWhole.size(); ++at) {
        const auto cut = read(kWhole.substr(0, at));
        EXPECT_LE(cut ? cut->answers.size() : 0, 4U);
        for (const char wrong : {'\0', '\x3f', '\xc0', '\xff'}) {
            std::string bytes = kWhole;
            bytes[at] = wrong;
            const auto message = read(bytes);
            EXPECT_LE(message ? message->answers.size() : 0, 4U);
        }
    }
}

std::string nameAt(const std::string& bytes, std::size_t at = 0) {
    const auto name = readName(base::asBytes(bytes), at);
    return name ? *name + " " + std::to_string(at) : "none";
}

TEST(DnsName, EndsBehindItsFirstPointer) {
    EXPECT_EQ(nameAt("\4test\0\4shop\xc0\0more"s, 6), "shop.test 13");
    EXPECT_EQ(nameAt("\0"s), " 1");
}

TEST(DnsName, WritesOddBytesAsNumbers) {
    EXPECT_EQ(nameAt("\7a.b\\ \x1b\xff\0"s), "a\\046b\\092\\032\\027\\255 9");
}

TEST(DnsName, HasNoLoopsNorPointersForward) {
    EXPECT_EQ(nameAt("\xc0\0"s), "none");                 // to itself
    EXPECT_EQ(nameAt("\xc0\2\xc0\0"s), "none");           // forward
    EXPECT_EQ(nameAt("\1a\xc0\0"s, 0), "none");           // to its own beginning
    EXPECT_EQ(nameAt("\1a\xc0\4\1b\xc0\0"s, 4), "none");  // in a circle
    EXPECT_EQ(nameAt("\xc0"s), "none");                   // cut
    EXPECT_EQ(nameAt("\x80z"s), "none");                  // a reserved kind of label
    EXPECT_EQ(nameAt("\4tes"s), "none");
    EXPECT_EQ(nameAt("\4test"s), "none");
    std::string chain = "\1a\0"s;
    for (std::size_t i = 0; i < 200; ++i) {
        const std::size_t target = i == 0 ? 0 : chain.size() - 2;
        chain += static_cast<char>(0xc0U | target >> 8U);
        chain += static_cast<char>(target & 0xffU);
    }
    EXPECT_EQ(nameAt(chain, chain.size() - 2), "none");
    EXPECT_EQ(nameAt(chain, 3 + 2 * 100), "a 205");
}

TEST(DnsName, IsAtMost255BytesLong) {
    std::string longest;
    for (int i = 0; i < 127; ++i)
        longest += "\1x"s;
    EXPECT_NE(nameAt(longest + '\0'), "none");
    EXPECT_EQ(nameAt(longest + "\1x\0"s), "none");
}

}  // namespace
}  // namespace hark::dns
