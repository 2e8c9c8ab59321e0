#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "core/base/bytes.h"
#include "core/ip/address.h"

namespace hark::dns {

/// Of the registry "DNS Resource Record (RR) TYPEs"; others are numbers.
enum class Type : std::uint16_t { A = 1, Cname = 5, Aaaa = 28, Svcb = 64, Https = 65 };

/// RFC 9460; only what names protocols and places.
struct ServiceBinding {
    std::uint16_t priority = 0;          ///< 0: an alias
    std::string target;                  ///< empty: the owner itself
    std::vector<std::string> protocols;  ///< ALPN ids; bounded
    std::optional<std::uint16_t> port;
    std::vector<ip::Address> hints;  ///< addresses of the target; bounded
};

struct Record {
    std::string owner;
    Type type{};
    /// An address, the name of a CNAME, or a service binding.
    std::variant<ip::Address, std::string, ServiceBinding> value;
};

/// What is used of a DNS message (RFC 1035 section 4.1). Names are in lower case and without their
/// last dot, empty for the root; what would not be read back as the same name (dots inside labels,
/// control characters, bytes beyond ASCII) stands as `\DDD` (section 5.1), so they are plain ASCII.
struct Message {
    std::uint16_t id = 0;
    bool isResponse = false;
    bool isTruncated = false;  ///< the client will ask again over TCP
    std::uint8_t responseCode = 0;
    std::string question;  ///< the name; of messages with one question, as all are
    Type questionType{};
    /// Of the answer section, of the types above and class IN, in order; as far as they could be
    /// read.
    std::vector<Record> answers;
};

/// Nothing where the bytes are no query or response of one question (opcode 0). What follows the
/// question may be cut or damaged; it is read as far as it makes sense.
[[nodiscard]] std::optional<Message> readMessage(base::Bytes bytes, std::size_t maximumRecords);

}  // namespace hark::dns
