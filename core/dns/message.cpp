#include "core/dns/message.h"

#include <algorithm>
#include <utility>

#include "core/base/byte_reader.h"
#include "core/dns/name.h"

namespace hark::dns {

namespace {

constexpr std::size_t kHeaderLength = 12;
constexpr std::uint16_t kInternet = 1;  // class IN
constexpr std::size_t kMaximumProtocols = 8;
constexpr std::size_t kMaximumHints = 8;

// Of the registry "Service Parameter Keys" (RFC 9460 section 14.3).
enum class Parameter : std::uint16_t { Alpn = 1, Port = 3, Ipv4Hint = 4, Ipv6Hint = 6 };

std::optional<ip::Address> readAddress(base::ByteReader& reader, bool isV6) {
    ip::Address address;
    address.isV6 = isV6;
    const base::Bytes bytes = reader.take(isV6 ? 16 : 4);
    if (reader.failed()) return std::nullopt;
    std::transform(bytes.begin(), bytes.end(), address.octets.begin(),
                   [](std::byte b) { return std::to_integer<std::uint8_t>(b); });
    return address;
}

void readHints(base::ByteReader list, bool isV6, std::vector<ip::Address>& hints) {
    while (list.remaining() > 0 && hints.size() < kMaximumHints) {
        const auto address = readAddress(list, isV6);
        if (!address) return;
        hints.push_back(*address);
    }
}

void readParameter(Parameter key, base::ByteReader value, ServiceBinding& binding) {
    switch (key) {
        case Parameter::Alpn:
            while (value.remaining() > 0 && binding.protocols.size() < kMaximumProtocols) {
                const base::Bytes id = value.take(value.u8());
                if (value.failed()) return;
                binding.protocols.emplace_back(base::asText(id));
            }
            return;
        case Parameter::Port:
            if (value.remaining() == 2) binding.port = value.u16be();
            return;
        case Parameter::Ipv4Hint:
            return readHints(value, false, binding.hints);
        case Parameter::Ipv6Hint:
            return readHints(value, true, binding.hints);
    }
}

// RFC 9460 section 2.2.
std::optional<ServiceBinding> readBinding(base::Bytes message, std::size_t at, std::size_t end) {
    ServiceBinding binding;
    base::ByteReader priority(message.subspan(at, end - at));
    binding.priority = priority.u16be();
    if (priority.failed()) return std::nullopt;
    at += 2;
    auto target = readName(message.first(end), at);
    if (!target || at > end) return std::nullopt;
    binding.target = std::move(*target);
    base::ByteReader reader(message.subspan(at, end - at));
    while (reader.remaining() > 0) {
        const auto key = static_cast<Parameter>(reader.u16be());
        const base::Bytes value = reader.take(reader.u16be());
        if (reader.failed()) return std::nullopt;
        readParameter(key, base::ByteReader(value), binding);
    }
    return binding;
}

// The value of a record whose data lie in [at, end) of the message, where it is one that is used.
bool readValue(base::Bytes message, std::size_t at, std::size_t end, Record& record) {
    switch (record.type) {
        case Type::A:
        case Type::Aaaa: {
            base::ByteReader reader(message.subspan(at, end - at));
            const auto address = readAddress(reader, record.type == Type::Aaaa);
            if (!address || reader.remaining() > 0) return false;
            record.value = *address;
            return true;
        }
        case Type::Cname: {
            auto name = readName(message.first(end), at);
            if (!name || at != end) return false;
            record.value = std::move(*name);
            return true;
        }
        case Type::Svcb:
        case Type::Https: {
            auto binding = readBinding(message, at, end);
            if (!binding) return false;
            record.value = std::move(*binding);
            return true;
        }
    }
    return false;
}

// False where nothing can follow.
bool readRecord(base::Bytes bytes, std::size_t& at, std::vector<Record>& records) {
    constexpr std::size_t kTtlLength = 4;
    Record record;
    auto owner = readName(bytes, at);
    if (!owner) return false;
    record.owner = std::move(*owner);
    base::ByteReader reader(bytes.subspan(at));
    record.type = static_cast<Type>(reader.u16be());
    const std::uint16_t recordClass = reader.u16be();
    reader.skip(kTtlLength);
    const std::size_t length = reader.u16be();
    if (reader.failed() || length > reader.remaining()) return false;
    const std::size_t begin = at + reader.position();
    at = begin + length;
    if (recordClass == kInternet && readValue(bytes, begin, at, record)) {
        records.push_back(std::move(record));
    }
    return true;
}

}  // namespace

std::optional<Message> readMessage(base::Bytes bytes, std::size_t maximumRecords) {
    constexpr unsigned kResponse = 0x8000;
    constexpr unsigned kOpcode = 0x7800;
    constexpr unsigned kTruncated = 0x0200;
    constexpr unsigned kResponseCode = 0x000f;
    Message message;
    base::ByteReader header(bytes);
    message.id = header.u16be();
    const unsigned flags = header.u16be();
    const std::uint16_t questions = header.u16be();
    const std::uint16_t answers = header.u16be();
    header.skip(4);  // counts of the sections behind
    if (header.failed() || (flags & kOpcode) != 0 || questions != 1) return std::nullopt;
    message.isResponse = (flags & kResponse) != 0;
    message.isTruncated = (flags & kTruncated) != 0;
    message.responseCode = static_cast<std::uint8_t>(flags & kResponseCode);

    std::size_t at = kHeaderLength;
    auto name = readName(bytes, at);
    if (!name) return std::nullopt;
    message.question = std::move(*name);
    base::ByteReader question(bytes.subspan(at));
    message.questionType = static_cast<Type>(question.u16be());
    const std::uint16_t questionClass = question.u16be();
    if (question.failed() || questionClass != kInternet) return std::nullopt;
    at += question.position();
    const std::size_t most = std::min<std::size_t>(answers, maximumRecords);
    for (std::size_t i = 0; i < most; ++i) {
        if (!readRecord(bytes, at, message.answers)) break;
    }
    return message;
}

}  // namespace hark::dns
