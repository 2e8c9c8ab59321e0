#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/capture/file_source.h"
#include "core/capture/pcapng_blocks.h"

namespace hark::capture {

/// The reader of pcapng files, see pcapng_file.h. What every packet goes through is in
/// pcapng_packets.cpp, and nothing else, so that the compiler keeps it lean; the other blocks are
/// in pcapng_descriptions.cpp, opening and the search behind damage in pcapng_file.cpp.
class PcapngFile final : public FileSource {
public:
    [[nodiscard]] std::string_view format() const override { return "pcapng"; }
    using FileSource::FileSource;

    [[nodiscard]] std::optional<InterfaceStatistics> statistics() const override;
    /// Why the capture's first block is not one that can be read.
    [[nodiscard]] std::optional<std::string> refusal();

private:
    /// What a block turned out to be: nothing to hand out, so that reading goes on, or a status.
    using Outcome = std::optional<ReadStatus>;

    ReadStatus read(Packet& packet) override;
    bool recordBegins() override;

    Outcome readBlock(Packet& packet);
    Outcome readSection();
    Outcome readInterface(std::uint32_t length);
    Outcome readStatistics(std::uint32_t length);
    Outcome readEnhancedPacket(std::uint32_t length, Packet& packet, bool isObsolete);
    Outcome readSimplePacket(std::uint32_t length, Packet& packet);
    Outcome readHostNames(std::uint32_t length);
    Outcome readSecrets(std::uint32_t length);
    Outcome passOver(std::uint32_t length, std::uint64_t& count);

    /// Makes a section header available whole, and says how it is to be read.
    struct Section {
        ByteOrder order;
        std::uint32_t length = 0;
    };
    Outcome needSection(Section& section);
    /// Makes a whole block available, whose length must lie between the two.
    Outcome needBlock(std::uint32_t length, std::size_t atLeast, std::size_t atMost);
    Outcome deliver(pcapng::Interface& from, base::Bytes room, std::uint32_t captured,
                    std::uint32_t original, std::uint32_t blockLength, Packet& packet);
    void readPacketOptions(pcapng::Interface& from, base::Bytes room, Packet& packet);
    ReadStatus impossibleLength(std::uint32_t length);
    ReadStatus differingLengths(std::uint32_t length);
    ReadStatus unknownInterface(std::uint32_t interface, std::uint32_t length);
    ReadStatus noRoom(std::uint32_t captured, std::size_t room, std::uint32_t length);
    void takeComments(base::Bytes options);
    [[nodiscard]] std::size_t certainBlock(std::size_t at);
    [[nodiscard]] bool isCertainSection(std::size_t at);

    [[nodiscard]] base::Bytes body(std::uint32_t length) {
        return {buffer().data() + pcapng::kBlockHeader, length - pcapng::kBlockFrame};
    }

    ByteOrder order_;
    std::vector<pcapng::Interface> interfaces_;
    base::Timestamp packetTime_;
    std::optional<InterfaceStatistics> earlierSections_;
};

}  // namespace hark::capture
