#pragma once

#include <cstdint>
#include <optional>

#include "core/base/bytes.h"
#include "core/capture/byte_order.h"
#include "core/capture/packet_source.h"
#include "core/capture/pcapng_format.h"
#include "core/capture/pcapng_time.h"

/// What is in the blocks of a pcapng file. Bodies lack the block's frame; their least lengths are
/// the caller's to check, whatever else they say is checked here.
namespace hark::capture::pcapng {

struct Option {
    std::uint16_t code = kEndOfOptions;
    base::Bytes value;
};

/// Takes the next option off; the end of options where there is none, or none that makes sense.
[[nodiscard]] Option nextOption(base::Bytes& options, ByteOrder order);

struct Interface {
    LinkType linkType = 0;
    std::uint32_t snapLength = 0;  ///< 0 where there is no limit
    std::uint32_t maximum = 0;     ///< of a packet's captured length
    std::uint32_t frameCheck = 0;  ///< bytes at the end of each packet that belong to no protocol
    PcapngClock clock;
    std::optional<InterfaceStatistics> statistics;
    std::uint64_t drops = 0;  ///< that packets tell of

    /// What its statistics block says, else what its packets do.
    [[nodiscard]] std::optional<InterfaceStatistics> lost() const;
};

[[nodiscard]] Interface parseInterface(base::Bytes body, ByteOrder order);
/// `options` of a statistics block.
[[nodiscard]] InterfaceStatistics parseStatistics(base::Bytes options, ByteOrder order);

/// The order of the section whose header begins there, at least 12 bytes of it; nothing where it
/// has no mark of it.
[[nodiscard]] std::optional<ByteOrder> orderOf(const std::byte* section);

/// Adds nothing to nothing.
void add(std::optional<InterfaceStatistics>& sum, const std::optional<InterfaceStatistics>& more);

/// What a name resolution block holds (section 4.5), one address with one name at a time.
class HostNames {
public:
    HostNames(base::Bytes body, ByteOrder order) : rest_(body), order_(order) {}
    [[nodiscard]] std::optional<HostName> next();
    /// Once there is no name left.
    [[nodiscard]] base::Bytes options() const { return rest_; }

private:
    bool nextRecord();

    base::Bytes rest_;
    ByteOrder order_;
    base::Bytes address_;
    base::Bytes names_;
};

/// A decryption secrets block (section 4.7).
struct SecretsBlock {
    Secrets secrets;
    base::Bytes options;
};
/// Nothing where it claims more bytes than there are.
[[nodiscard]] std::optional<SecretsBlock> parseSecrets(base::Bytes body, ByteOrder order);

}  // namespace hark::capture::pcapng
