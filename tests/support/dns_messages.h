#pragma once

#include <cstdint>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

namespace hark::test {

/// Builds DNS messages (RFC 1035 section 4.1), without compression unless a name is given as bytes.
///
///     DnsMessage(7).question("shop.test", 1).answer().record("shop.test", 1, address).bytes()
class DnsMessage {
public:
    explicit DnsMessage(std::uint16_t id) : id_(id) {}

    DnsMessage& question(std::string_view name, std::uint16_t type);
    /// It is a response, with a response code.
    DnsMessage& answer(std::uint8_t code = 0, bool truncated = false);
    DnsMessage& record(std::string_view owner, std::uint16_t type, const std::string& data);
    /// The owner as it stands in the message.
    DnsMessage& recordOf(const std::string& owner, std::uint16_t type, const std::string& data);

    DnsMessage& a(std::string_view owner, std::string_view address);
    DnsMessage& cname(std::string_view owner, std::string_view target);
    /// `data` as serviceBinding() makes it.
    DnsMessage& https(std::string_view owner, const std::string& data);

    [[nodiscard]] std::string bytes() const;

private:
    std::uint16_t id_;
    std::uint16_t flags_ = 0x0100;
    std::uint16_t answers_ = 0;
    std::string question_;
    std::string records_;
};

/// A name's labels, each behind its length.
[[nodiscard]] std::string dnsName(std::string_view name);
/// An address's bytes.
[[nodiscard]] std::string dnsAddress(std::string_view address);
/// RFC 9460 section 2.2: `protocols` is the value of "alpn", `port` 0 for none, `more` parameters
/// as bytes.
[[nodiscard]] std::string serviceBinding(std::uint16_t priority, std::string_view target,
                                         std::initializer_list<std::string_view> protocols,
                                         std::uint16_t port = 0, const std::string& more = "");

}  // namespace hark::test
