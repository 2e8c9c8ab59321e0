#include "core/analysis/capture_notes.h"

#include <algorithm>
#include <string>
#include <variant>

#include "core/ip/address.h"

namespace hark::analysis {

namespace {

std::string addressText(base::Bytes octets) {
    constexpr std::size_t kIpv6 = 16;
    ip::Address address;
    address.isV6 = octets.size() == kIpv6;
    std::transform(octets.begin(), octets.end(), address.octets.begin(),
                   [](std::byte octet) { return std::to_integer<std::uint8_t>(octet); });
    return ip::toString(address);
}

class NoteWriter {
public:
    NoteWriter(std::uint32_t capture, store::CaseWriter& writer)
        : capture_(capture), writer_(writer) {}

    void operator()(const capture::Comment& comment) const {
        writer_.addComment(capture_, comment.packet, comment.text);
    }
    void operator()(const capture::HostName& host) const {
        writer_.addHostName(addressText(host.address), host.name, "capture");
    }
    void operator()(const capture::Secrets& secrets) const {
        writer_.addSecret(capture_, capture::secretsKind(secrets.type), secrets.bytes);
    }

private:
    std::uint32_t capture_;
    store::CaseWriter& writer_;
};

}  // namespace

void storeNotes(capture::PacketSource& source, std::uint32_t capture, store::CaseWriter& writer) {
    source.onNote([write = NoteWriter(capture, writer)](const capture::Note& note) {
        std::visit(write, note);
    });
}

}  // namespace hark::analysis
