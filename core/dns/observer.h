#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "core/base/recent_map.h"
#include "core/dns/limits.h"
#include "core/dns/message.h"
#include "core/ip/endpoint.h"
#include "core/udp/datagram.h"

namespace hark::dns {

/// The port of DNS, of servers (RFC 1035 section 4.2). mDNS (5353) is another protocol.
inline constexpr std::uint16_t kPort = 53;

/// The endpoints between which a message went, and the packet that completed it.
struct Carrier {
    ip::Endpoint source;
    ip::Endpoint destination;
    std::uint32_t scope = 0;  ///< ip::Datagram::scope
    stream::Origin origin;
};

/// A question and what an answer says to it. Lives during the call.
struct Resolution {
    ip::Address client;                  ///< that asked
    std::uint32_t scope = 0;             ///< ip::Datagram::scope
    std::string name;                    ///< that was asked for, as Message has it
    std::vector<ip::Address> addresses;  ///< that the name leads to, through CNAMEs; distinct
    /// Of its HTTPS and SVCB records, with an owner each that the name leads to.
    std::vector<std::pair<Type, ServiceBinding>> bindings;
    /// The first query for it; absent where that was not captured, and where an answer has come
    /// already.
    std::optional<base::Timestamp> asked;
    stream::Origin answered;
};

class Listener {
public:
    virtual ~Listener() = default;
    virtual void resolved(const Resolution& resolution) = 0;
};

/// Pairs queries and answers. Sans-IO and deterministic. Not thread-safe.
class Observer {
public:
    /// The listener must outlive this.
    Observer(const Limits& limits, Listener& listener);

    /// Reads what comes from or goes to the port of DNS.
    void onDatagram(const udp::Datagram& datagram);
    /// A whole message, however it was carried. False where it is none of DNS.
    bool onMessage(const Carrier& carrier, base::Bytes bytes);

    [[nodiscard]] std::uint64_t messages() const { return messages_; }
    /// Beyond a limit: queries whose answer was not waited for.
    [[nodiscard]] std::uint64_t forgotten() const { return pending_.forgotten(); }

private:
    // Who asks for what. Retries may come from other ports and go to other servers.
    struct Key {
        ip::Address client;
        std::uint32_t scope = 0;
        std::string name;
        Type type{};
        friend bool operator==(const Key&, const Key&) = default;
        template <typename H>
        friend H AbslHashValue(H state, const Key& key) {
            return H::combine(std::move(state), key.client, key.scope, key.name,
                              static_cast<std::uint16_t>(key.type));
        }
    };
    // What an answer must agree with to be one (RFC 5452 section 9.1).
    struct SentQuery {
        std::uint16_t id = 0;
        ip::Endpoint client;
        ip::Endpoint server;
        friend bool operator==(const SentQuery&, const SentQuery&) = default;
    };
    struct Pending {
        static constexpr std::size_t kSentQueries = 4;
        base::Timestamp asked;
        std::array<SentQuery, kSentQueries> sentQueries;  // the last ones
        std::size_t count = 0;
    };

    void ask(const Carrier& carrier, Message&& message);
    void answer(const Carrier& carrier, Message&& message);
    std::optional<base::Timestamp> timeOfQuery(const Carrier& carrier, const Message& message);

    Limits limits_;
    Listener& listener_;
    base::RecentMap<Key, Pending> pending_;
    std::uint64_t messages_ = 0;
};

}  // namespace hark::dns
