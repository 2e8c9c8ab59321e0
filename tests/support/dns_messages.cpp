#include "tests/support/dns_messages.h"

#include "core/ip/address.h"

namespace hark::test {

namespace {

std::string number16(std::size_t value) {
    return {static_cast<char>(value >> 8U & 0xffU), static_cast<char>(value & 0xffU)};
}
std::string sized(const std::string& bytes) {
    return number16(bytes.size()) + bytes;
}

}  // namespace

std::string dnsName(std::string_view name) {
    std::string out;
    while (!name.empty()) {
        const std::string_view label = name.substr(0, name.find('.'));
        out += static_cast<char>(label.size());
        out += label;
        name.remove_prefix(std::min(label.size() + 1, name.size()));
    }
    return out + '\0';
}

std::string dnsAddress(std::string_view address) {
    const ip::Address parsed = *ip::parseAddress(address);
    return {reinterpret_cast<const char*>(parsed.octets.data()), parsed.isV6 ? 16U : 4U};
}

std::string serviceBinding(std::uint16_t priority, std::string_view target,
                           std::initializer_list<std::string_view> protocols, std::uint16_t port,
                           const std::string& more) {
    std::string out = number16(priority) + dnsName(target);
    std::string ids;
    for (const std::string_view id : protocols)
        ids += static_cast<char>(id.size()) + std::string(id);
    if (!ids.empty()) out += number16(1) + sized(ids);
    if (port != 0) out += number16(3) + sized(number16(port));
    return out + more;
}

DnsMessage& DnsMessage::question(std::string_view name, std::uint16_t type) {
    question_ = dnsName(name) + number16(type) + number16(1);
    return *this;
}
DnsMessage& DnsMessage::answer(std::uint8_t code, bool truncated) {
    flags_ = static_cast<std::uint16_t>(0x8180U | code | (truncated ? 0x0200U : 0U));
    return *this;
}
DnsMessage& DnsMessage::record(std::string_view owner, std::uint16_t type,
                               const std::string& data) {
    return recordOf(dnsName(owner), type, data);
}
DnsMessage& DnsMessage::recordOf(const std::string& owner, std::uint16_t type,
                                 const std::string& data) {
    ++answers_;
    records_ += owner + number16(type) + number16(1) + std::string("\0\0\0\x3c", 4) + sized(data);
    return *this;
}
DnsMessage& DnsMessage::a(std::string_view owner, std::string_view address) {
    const std::string bytes = dnsAddress(address);
    return record(owner, bytes.size() == 4 ? 1 : 28, bytes);
}
DnsMessage& DnsMessage::cname(std::string_view owner, std::string_view target) {
    return record(owner, 5, dnsName(target));
}
DnsMessage& DnsMessage::https(std::string_view owner, const std::string& data) {
    return record(owner, 65, data);
}

std::string DnsMessage::bytes() const {
    return number16(id_) + number16(flags_) + number16(question_.empty() ? 0 : 1) +
           number16(answers_) + number16(0) + number16(0) + question_ + records_;
}

}  // namespace hark::test
