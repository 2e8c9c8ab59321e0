#include "tests/mutate/mutation.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <utility>

namespace hark::mutate {

namespace {

// What is cut off a large capture would only take time.
constexpr std::size_t kLargestFile = std::size_t{256} << 10U;

struct Range {
    std::size_t begin;
    std::size_t length;
};

std::uint32_t number(const Contents& bytes, std::size_t at, bool isBigEndian) {
    std::uint32_t value = 0;
    std::memcpy(&value, bytes.data() + at, sizeof value);
    return isBigEndian ? __builtin_bswap32(value) : value;
}

// The records of a pcap file, or the blocks of a pcapng file, as far as they make sense.
std::vector<Range> recordsOf(const Contents& bytes) {
    std::vector<Range> records;
    if (bytes.size() < 28) return records;
    const bool isPcapng = bytes.compare(0, 4, "\x0a\x0d\x0d\x0a") == 0;
    const auto first = static_cast<unsigned char>(bytes[isPcapng ? 8 : 0]);
    const bool isBigEndian = isPcapng ? first == 0x1a : first == 0xa1;
    std::size_t at = isPcapng ? 0 : 24;
    while (at + 16 <= bytes.size()) {
        const std::size_t length = isPcapng ? number(bytes, at + 4, isBigEndian)
                                            : std::size_t{number(bytes, at + 8, isBigEndian)} + 16;
        if (length < 12 || length > bytes.size() - at) break;
        records.push_back({at, length});
        at += length;
    }
    return records;
}

/// One capture while it is being damaged.
class Damage {
public:
    Damage(Contents bytes, const Contents& other, std::mt19937_64& random)
        : bytes_(std::move(bytes)), other_(other), random_(random) {}

    void anywhere() {
        switch (below(8)) {
            case 0:
                bytes_[place()] ^= static_cast<char>(1U << below(8));
                return;
            case 1:
                bytes_[place()] = static_cast<char>(below(256));
                return;
            case 2:
                setNumber();
                return;
            case 3:
                cut();
                return;
            case 4:
                bytes_.resize(place() + 1);
                return;
            case 5:
                repeat();
                return;
            case 6:
                bytes_.insert(place(), below(64) + 1, static_cast<char>(below(256)));
                return;
            default:
                splice();
                return;
        }
    }
    // Drops, repeats, swaps or shortens whole packets, which the line must take as traffic.
    void records() {
        const auto records = recordsOf(bytes_);
        if (records.size() < 3) return anywhere();
        const Range one = records[below(records.size())];
        const Range two = records[below(records.size())];
        const Contents copy = bytes_.substr(one.begin, one.length);
        switch (below(4)) {
            case 0:
                bytes_.erase(one.begin, one.length);
                return;
            case 1:
                bytes_.insert(two.begin, copy);
                return;
            case 2:
                bytes_.insert(two.begin, copy);
                bytes_.erase(one.begin + (two.begin <= one.begin ? one.length : 0), one.length);
                return;
            default:
                bytes_[one.begin + below(one.length)] ^= static_cast<char>(1U << below(8));
        }
    }
    Contents take() { return std::move(bytes_); }

private:
    std::size_t below(std::size_t bound) { return random_() % bound; }
    // Headers, which matter more, are at the beginning.
    std::size_t place() {
        return below(below(3) == 0 ? std::min(bytes_.size(), kHead) : bytes_.size());
    }
    std::size_t shortLength() { return below(std::size_t{1} << below(12)) + 1; }

    void setNumber() {
        constexpr std::array<std::uint32_t, 12> kOdd{
            0, 1, 0x7f, 0x80, 0xff, 0x100, 0x7fff, 0xffff, 0x10000, 0x7fffffff, 0x80000000, ~0U};
        std::uint32_t value = kOdd[below(kOdd.size())];
        if (below(2) == 0) value = __builtin_bswap32(value);
        const std::size_t at = place();
        const std::size_t width =
            std::min<std::size_t>(std::size_t{1} << below(3), bytes_.size() - at);
        std::memcpy(bytes_.data() + at, &value, width);
    }
    void cut() {
        if (bytes_.size() < 2) return;
        bytes_.erase(below(bytes_.size() - 1) + 1, shortLength());
    }
    void repeat() {
        const Contents piece = bytes_.substr(place(), shortLength());
        bytes_.insert(place(), piece);
    }
    void splice() { bytes_.insert(place(), other_, below(other_.size()), shortLength()); }

    static constexpr std::size_t kHead = 256;

    Contents bytes_;
    const Contents& other_;
    std::mt19937_64& random_;
};

}  // namespace

Mutator::Mutation Mutator::make(std::uint64_t number) const {
    std::seed_seq seed{seed_, seed_ >> 32U, number, number >> 32U};
    std::mt19937_64 random(seed);
    const std::size_t file = random() % files_.size();
    Damage damage(files_[file].substr(0, kLargestFile), files_[random() % files_.size()], random);
    const std::size_t changes = std::size_t{1} << random() % 6;
    const bool isTraffic = random() % 3 == 0;
    for (std::size_t i = 0; i < changes; ++i) {
        if (isTraffic) {
            damage.records();
        } else {
            damage.anywhere();
        }
    }
    return {file, damage.take()};
}

}  // namespace hark::mutate
