#include "core/analysis/resolutions.h"

#include <algorithm>

#include "core/base/text.h"

namespace hark::analysis {

Resolutions::Resolutions(const Limits& limits)
    : lead_(limits.resolutionLead),
      perAddress_(limits.resolutionsPerAddress),
      nameBytes_(limits.nameBytes),
      known_(limits.resolvedAddresses) {}

void Resolutions::add(const dns::Resolution& resolution) {
    if (!resolution.asked || resolution.name.size() > nameBytes_) return;
    for (const ip::Address& address : resolution.addresses) {
        Entries& entries = known_.get({resolution.client, address, resolution.scope});
        if (entries.size() >= perAddress_) entries.erase(entries.begin());
        entries.push_back({resolution.name, *resolution.asked, resolution.answered.time, {}});
    }
}

bool Resolutions::precedes(const Entry& entry, const tcp::Connection& connection) const {
    const base::Duration lead = connection.first.time - entry.answered;
    return lead >= base::Duration::zero() && lead <= lead_;
}

Resolutions::Entries* Resolutions::entriesOf(const tcp::Connection& connection) {
    if (known_.empty() || !connection.startSeen) return nullptr;
    return known_.find({connection.client.address, connection.server.address, connection.scope});
}

// Which name it is opened for is not known yet, so all that fit are taken until it is.
void Resolutions::connectionOpened(const tcp::Connection& connection) {
    Entries* entries = entriesOf(connection);
    if (entries == nullptr) return;
    for (Entry& entry : *entries) {
        if (!entry.user.isSet() && precedes(entry, connection)) entry.user = connection.id;
    }
}

std::optional<base::Duration> Resolutions::timeOf(const tcp::Connection& connection,
                                                  std::string_view host) {
    Entries* entries = entriesOf(connection);
    if (entries == nullptr) return std::nullopt;
    if (host.ends_with('.')) host.remove_suffix(1);
    Entry* latest = nullptr;
    for (Entry& entry : *entries) {
        if (!base::equalsIgnoringCase(entry.name, host)) {
            // It was opened for another name: that one is free for the next connection.
            if (entry.user == connection.id) entry.user = {};
        } else if (precedes(entry, connection)) {
            if (latest == nullptr || entry.answered >= latest->answered) latest = &entry;
        }
    }
    if (latest == nullptr) return std::nullopt;
    if (!latest->user.isSet()) latest->user = connection.id;
    if (latest->user != connection.id) return std::nullopt;
    return latest->answered - latest->asked;
}

}  // namespace hark::analysis
