#include "core/dns/observer.h"

#include <algorithm>

namespace hark::dns {

namespace {

// The names that a question leads to: its own and those of CNAMEs, in whatever order they stand.
class Chain {
public:
    Chain(const std::string& name, const std::vector<Record>& records) : names_{&name} {
        bool grows = true;
        while (grows && names_.size() < kLongestChain) {
            grows = false;
            for (const Record& record : records) {
                const auto* target = std::get_if<std::string>(&record.value);
                if (target == nullptr || !has(record.owner) || has(*target)) continue;
                names_.push_back(target);
                grows = true;
            }
        }
    }
    [[nodiscard]] bool has(const std::string& name) const {
        return std::any_of(names_.begin(), names_.end(),
                           [&](const std::string* known) { return *known == name; });
    }

private:
    static constexpr std::size_t kLongestChain = 16;  // resolvers follow no longer ones

    std::vector<const std::string*> names_;
};

void readAnswers(const std::vector<Record>& records, Resolution& resolution) {
    const Chain chain(resolution.name, records);
    for (const Record& record : records) {
        if (!chain.has(record.owner)) continue;
        if (const auto* address = std::get_if<ip::Address>(&record.value)) {
            auto& known = resolution.addresses;
            if (std::find(known.begin(), known.end(), *address) == known.end()) {
                known.push_back(*address);
            }
        } else if (const auto* binding = std::get_if<ServiceBinding>(&record.value)) {
            ServiceBinding copy = *binding;
            if (copy.target.empty()) copy.target = record.owner;
            resolution.bindings.emplace_back(record.type, std::move(copy));
        }
    }
}

}  // namespace

Observer::Observer(const Limits& limits, Listener& listener)
    : limits_(limits), listener_(listener), pending_(limits.pendingQueries) {}

void Observer::onDatagram(const udp::Datagram& datagram) {
    if (datagram.sourcePort != kPort && datagram.destinationPort != kPort) return;
    onMessage({{datagram.ip.source, datagram.sourcePort},
               {datagram.ip.destination, datagram.destinationPort},
               datagram.ip.scope,
               datagram.ip.origin},
              datagram.payload);
}

bool Observer::onMessage(const Carrier& carrier, base::Bytes bytes) {
    auto message = readMessage(bytes, limits_.recordsPerMessage);
    if (!message) return false;
    ++messages_;
    if (message->isResponse && carrier.source.port == kPort) {
        answer(carrier, std::move(*message));
    } else if (!message->isResponse && carrier.destination.port == kPort) {
        ask(carrier, std::move(*message));
    }
    return true;
}

void Observer::ask(const Carrier& carrier, Message&& message) {
    Pending& pending = pending_.get(
        {carrier.source.address, carrier.scope, std::move(message.question), message.questionType});
    const base::Duration age = carrier.origin.time - pending.asked;
    if (pending.count == 0 || age > limits_.queryTime || age < base::Duration::zero()) {
        pending = {};
        pending.asked = carrier.origin.time;
    }
    pending.sentQueries.at(pending.count++ % Pending::kSentQueries) = {message.id, carrier.source,
                                                                       carrier.destination};
}

// From the first query, however often it was sent, to the answer that could be used.
std::optional<base::Timestamp> Observer::timeOfQuery(const Carrier& carrier,
                                                     const Message& message) {
    const Key key{carrier.destination.address, carrier.scope, message.question,
                  message.questionType};
    const Pending* pending = pending_.find(key);
    if (pending == nullptr) return std::nullopt;
    const SentQuery wanted{message.id, carrier.destination, carrier.source};
    const auto& known = pending->sentQueries;
    if (std::find(known.begin(), known.end(), wanted) == known.end()) return std::nullopt;
    const base::Timestamp asked = pending->asked;
    if (message.responseCode != 0 || message.isTruncated) return std::nullopt;
    pending_.erase(key);
    const base::Duration age = carrier.origin.time - asked;
    if (age < base::Duration::zero() || age > limits_.queryTime) return std::nullopt;
    return asked;
}

void Observer::answer(const Carrier& carrier, Message&& message) {
    Resolution resolution;
    resolution.asked = timeOfQuery(carrier, message);
    resolution.client = carrier.destination.address;
    resolution.scope = carrier.scope;
    resolution.answered = carrier.origin;
    resolution.name = std::move(message.question);
    readAnswers(message.answers, resolution);
    if (resolution.addresses.empty() && resolution.bindings.empty()) return;
    listener_.resolved(resolution);
}

}  // namespace hark::dns
