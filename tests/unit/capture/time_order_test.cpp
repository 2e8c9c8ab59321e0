#include "core/capture/time_order.h"

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <memory>
#include <numeric>
#include <random>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/capture/capture_files.h"

namespace hark::capture {
namespace {

using std::chrono::milliseconds;
using testing::ElementsAre;

struct Idle {};
/// What a source does next: a packet of that time, in milliseconds, or waiting for one.
using Step = std::variant<std::int64_t, Idle>;

/// Whether a source keeps bytes only as long as it must.
enum class Keeping : std::uint8_t { Long, Short };

std::string bytesOf(std::uint64_t number, std::size_t length) {
    std::string bytes(length, static_cast<char>('a' + number % 26));
    return bytes;
}

/// A source of packets with these times; their bytes tell their numbers.
class ListedSource final : public PacketSource {
public:
    ListedSource(std::vector<Step> steps, Keeping keeping, std::size_t length)
        : steps_(std::move(steps)), keeping_(keeping), length_(length) {}

    ReadStatus next(Packet& packet) override {
        if (keeping_ == Keeping::Short) forget();
        for (; at_ < steps_.size() && std::holds_alternative<Idle>(steps_[at_]); ++at_) {
            if (idle_ && !idle_()) return ReadStatus::End;
        }
        if (at_ == steps_.size()) return ReadStatus::End;
        packet.time = base::Timestamp(milliseconds(std::get<std::int64_t>(steps_[at_++])));
        packet.ref = {1, ++packets_};
        kept_.push_back(std::make_unique<std::string>(bytesOf(packets_, length_)));
        packet.bytes = base::asBytes(*kept_.back());
        return ReadStatus::Packet;
    }
    void beforeMoving(std::function<void()> save) override { save_ = std::move(save); }
    void onNote(std::function<void(const Note&)> /*take*/) override {}
    [[nodiscard]] const std::string& damage() const override { return none_; }
    [[nodiscard]] std::uint64_t bytesRead() const override { return 0; }
    [[nodiscard]] std::optional<std::uint64_t> bytesTotal() const override { return {}; }
    [[nodiscard]] std::optional<InterfaceStatistics> statistics() const override { return {}; }
    [[nodiscard]] const PassedOver& passedOver() const override { return passedOver_; }
    [[nodiscard]] std::string_view format() const override { return "list"; }
    [[nodiscard]] std::string digest() const override { return {}; }
    void whenIdle(std::function<bool()> idle) override { idle_ = std::move(idle); }

private:
    void forget() {
        save_();
        for (const auto& bytes : kept_)
            bytes->assign(bytes->size(), '?');
        kept_.clear();
    }

    std::vector<Step> steps_;
    Keeping keeping_;
    std::size_t length_;
    std::size_t at_ = 0;
    std::uint64_t packets_ = 0;
    std::vector<std::unique_ptr<std::string>> kept_;
    std::function<void()> save_;
    std::function<bool()> idle_;
    std::string none_;
    PassedOver passedOver_;
};

struct Found {
    std::vector<std::uint64_t> numbers;  ///< in the order in which packets came
    std::uint64_t reordered = 0;
    bool areBytesRight = true;
};

Found read(std::vector<Step> steps, Keeping keeping = Keeping::Long, std::size_t length = 8) {
    TimeOrder order(std::make_unique<ListedSource>(std::move(steps), keeping, length));
    Found found;
    const auto take = [&](const Packet& packet) {
        found.numbers.push_back(packet.ref.number);
        found.areBytesRight &= base::asText(packet.bytes) == bytesOf(packet.ref.number, length);
    };
    order.whenIdle([&] {
        Packet overdue;
        while (order.nextOverdue(overdue))
            take(overdue);
        found.numbers.push_back(0);
        return true;
    });
    Packet packet;
    while (order.next(packet) == ReadStatus::Packet)
        take(packet);
    EXPECT_EQ(order.next(packet), ReadStatus::End);
    found.reordered = order.reordered();
    return found;
}

std::vector<Step> stepsOf(const std::vector<std::int64_t>& times) {
    return {times.begin(), times.end()};
}

std::vector<std::uint64_t> upTo(std::size_t count) {
    std::vector<std::uint64_t> numbers(count);
    std::iota(numbers.begin(), numbers.end(), 1);
    return numbers;
}

/// Each at most `window` places from its own.
template <typename T>
std::vector<T> shuffled(const std::vector<T>& list, std::size_t window, std::uint32_t seed) {
    std::mt19937 random(seed);
    std::vector<std::pair<double, std::size_t>> places;
    for (std::size_t i = 0; i < list.size(); ++i) {
        const double shift =
            std::uniform_real_distribution<>(0, static_cast<double>(window))(random);
        places.emplace_back(static_cast<double>(i) + shift, i);
    }
    std::sort(places.begin(), places.end());
    std::vector<T> moved;
    moved.reserve(list.size());
    for (const auto& [place, i] : places)
        moved.push_back(list[i]);
    return moved;
}

std::int64_t below(std::int64_t limit, std::mt19937& random) {
    return std::uniform_int_distribution<std::int64_t>(0, limit - 1)(random);
}

/// Times of packets that come in bursts, with pauses of up to a minute between them.
std::vector<std::int64_t> burstyTimes(std::size_t count, std::uint32_t seed) {
    std::mt19937 random(seed);
    std::vector<std::int64_t> times;
    std::int64_t now = 1'700'000'000'000;
    for (std::size_t i = 0; i < count; ++i) {
        now += below(10, random) == 0 ? below(60'000, random) : 1 + below(20, random);
        times.push_back(now);
    }
    return times;
}

std::vector<std::uint64_t> numbersByTime(const std::vector<std::int64_t>& times) {
    std::vector<std::uint64_t> numbers = upTo(times.size());
    std::stable_sort(numbers.begin(), numbers.end(), [&](std::uint64_t left, std::uint64_t right) {
        return times[left - 1] < times[right - 1];
    });
    return numbers;
}

TEST(TimeOrder, LeavesWhatIsInOrder) {
    const Found found = read(stepsOf(burstyTimes(2000, 1)));
    EXPECT_EQ(found.numbers, upTo(2000));
    EXPECT_EQ(found.reordered, 0U);
}

TEST(TimeOrder, HasNothingOfNothing) {
    EXPECT_THAT(read({}).numbers, ElementsAre());
}

TEST(TimeOrder, PutsAPacketBackAndCountsIt) {
    const Found found = read(stepsOf({10, 20, 40, 50, 30, 60}));
    EXPECT_THAT(found.numbers, ElementsAre(1, 2, 5, 3, 4, 6));
    EXPECT_EQ(found.reordered, 1U);
}

TEST(TimeOrder, KeepsTheOrderOfEqualTimes) {
    EXPECT_THAT(read(stepsOf({10, 20, 20, 10, 20, 10})).numbers, ElementsAre(1, 4, 6, 2, 3, 5));
    EXPECT_EQ(read(stepsOf(std::vector<std::int64_t>(1000, 7))).numbers, upTo(1000));
}

TEST(TimeOrder, UndoesEveryShuffleWithinItsWindow) {
    for (std::uint32_t seed = 0; seed < 200; ++seed) {
        const std::size_t window = seed % 4 == 0 ? 16 : 8;
        const auto times = shuffled(burstyTimes(20 + seed * 7, seed), window, seed);
        ASSERT_EQ(read(stepsOf(times)).numbers, numbersByTime(times)) << "seed " << seed;
    }
}

TEST(TimeOrder, UndoesAShuffleOfManyPlacesWhereThereIsNoPause) {
    std::vector<std::int64_t> times(3000);
    std::iota(times.begin(), times.end(), 0);
    times = shuffled(times, kOrderWindow, 1);
    EXPECT_EQ(read(stepsOf(times)).numbers, numbersByTime(times));
}

TEST(TimeOrder, KeepsBytesThatTheSourceDoesNot) {
    for (const Keeping keeping : {Keeping::Long, Keeping::Short}) {
        const auto times = shuffled(burstyTimes(3000, 1), 8, 1);
        const Found found = read(stepsOf(times), keeping);
        EXPECT_TRUE(found.areBytesRight);
        EXPECT_EQ(found.numbers, numbersByTime(times));
    }
}

TEST(TimeOrder, LeavesAPacketWhosePlaceIsTooFarAway) {
    for (const std::size_t before : {kOrderWindow, kOrderWindow + 1}) {
        std::vector<std::int64_t> times(before);
        std::iota(times.begin(), times.end(), 100);
        times.insert(times.end(), {50, 1000});
        const Found found = read(stepsOf(times));
        const bool isNear = before == kOrderWindow;
        EXPECT_EQ(found.numbers, isNear ? numbersByTime(times) : upTo(times.size()));
        EXPECT_EQ(found.reordered, isNear ? 1U : 0U);
    }
}

TEST(TimeOrder, LeavesASinglePacketOfAnotherTime) {
    constexpr std::int64_t kHour = 3'600'000;
    std::vector<std::int64_t> times(600);
    std::iota(times.begin(), times.end(), 2 * kHour);
    for (const std::int64_t wrong : {std::int64_t{0}, kHour, 3 * kHour}) {
        for (const std::size_t at : {5U, 300U, 595U}) {
            auto changed = times;
            changed[at] = wrong;
            EXPECT_EQ(read(stepsOf(changed)).numbers, upTo(600)) << wrong << " at " << at;
        }
    }
}

// By an hour or some seconds, with many packets before and after it or few.
TEST(TimeOrder, KeepsTheOrderWhereTheClockWasSetBack) {
    for (const std::int64_t back : {3'600'000, 5'000}) {
        for (const std::size_t before : {5U, 100U, 1000U}) {
            for (const std::size_t after : {5U, 100U, 1000U}) {
                if (after < kClockWitnesses && back < 10'000 && before < kOrderWindow) continue;
                std::vector<std::int64_t> times(before + after);
                std::iota(times.begin(), times.end(), 10'000'000);
                for (std::size_t i = before; i < times.size(); ++i)
                    times[i] -= back;
                const Found found = read(stepsOf(times));
                EXPECT_EQ(found.numbers, upTo(times.size()))
                    << back << " ms after " << before << ", before " << after;
                EXPECT_EQ(found.reordered, 0U);
            }
        }
    }
}

TEST(TimeOrder, PutsBackWhatIsOutOfOrderAfterTheClockWasSetBack) {
    std::vector<std::int64_t> times(1000);
    std::iota(times.begin(), times.end(), 10'000'000);
    for (std::size_t i = 500; i < times.size(); ++i)
        times[i] -= 3'600'000;
    auto expected = upTo(1000);
    for (const std::size_t at : {505U, 600U, 990U}) {
        std::swap(times[at], times[at + 1]);
        std::swap(expected[at], expected[at + 1]);
    }
    const Found found = read(stepsOf(times));
    EXPECT_EQ(found.numbers, expected);
    EXPECT_EQ(found.reordered, 3U);
}

// Two clocks in one capture, as two machines have: nothing is moved by more than the window.
TEST(TimeOrder, BoundsWhatTimesCanDo) {
    for (std::uint32_t seed = 0; seed < 50; ++seed) {
        std::mt19937 random(seed);
        std::vector<std::int64_t> times;
        const std::int64_t spread = std::int64_t{1} << (seed % 25);
        for (std::int64_t i = 0; i < 3000; ++i)
            times.push_back(i * std::int64_t{seed % 3} + below(spread, random));
        const Found found = read(stepsOf(times));
        auto numbers = found.numbers;
        for (std::size_t place = 0; place < numbers.size(); ++place) {
            ASSERT_LE(numbers[place], place + kOrderWindow + kClockWitnesses + 1)
                << "seed " << seed;
        }
        std::sort(numbers.begin(), numbers.end());
        ASSERT_EQ(numbers, upTo(3000)) << "seed " << seed;
    }
}

TEST(TimeOrder, HoldsNoMoreBytesThanItMay) {
    constexpr std::size_t kLength = 64U << 10U;
    std::vector<std::int64_t> times(30);
    std::iota(times.begin(), times.end(), 0);
    std::swap(times[10], times[17]);  // still within it
    EXPECT_EQ(read(stepsOf(times), Keeping::Short, kLength).numbers, numbersByTime(times));
    std::iota(times.begin(), times.end(), 100);
    times[20] = 105;
    EXPECT_EQ(read(stepsOf(times), Keeping::Short, kLength).numbers, upTo(30));
    EXPECT_EQ(read(stepsOf({3, 2, 1}), Keeping::Short, 2 * kOrderBytes).numbers, upTo(3));
}

TEST(TimeOrder, HandsOutWhatWasThereAtTheIdleCallBefore) {
    const Idle idle;
    EXPECT_THAT(read({1, 2, idle, 4, 3, idle, idle, 6, 5, idle}).numbers,
                ElementsAre(0, 1, 2, 0, 4, 3, 0, 0, 6, 5));
}

TEST(TimeOrder, LeavesWhatBelongsBeforeAnOverduePacket) {
    const Idle idle;
    const Found found = read({10, 20, idle, idle, 15, 30, 25});
    EXPECT_THAT(found.numbers, ElementsAre(0, 1, 2, 0, 3, 5, 4));
    EXPECT_EQ(found.reordered, 1U);
}

/// A pcap file of a packet each second, as long as `lengthOf` says, in the order of `seconds`.
template <typename LengthOf>
std::string fileOf(const std::vector<std::uint32_t>& seconds, LengthOf lengthOf) {
    test::FileBytes file;
    file.u32(0xa1b2c3d4).u16(2).u16(4).u32(0).u32(0).u32(8U << 20U).u32(1);
    for (const std::uint32_t second : seconds) {
        const std::size_t length = lengthOf(second);
        file.u32(second).u32(0).u32(length).u32(length).text(bytesOf(second, length));
    }
    return file.bytes();
}

/// That the packets come in order, with their own bytes.
template <typename LengthOf>
void expectOrder(const std::vector<std::uint32_t>& seconds, LengthOf lengthOf) {
    const test::Directory directory;
    auto source = openFile(directory.file(fileOf(seconds, lengthOf)), 1);
    ASSERT_TRUE(source);
    TimeOrder order(std::move(*source));
    Packet packet;
    for (std::uint32_t second = 1; second <= seconds.size(); ++second) {
        ASSERT_EQ(order.next(packet), ReadStatus::Packet);
        ASSERT_EQ(packet.time, base::Timestamp(std::chrono::seconds(second)));
        ASSERT_EQ(base::asText(packet.bytes), bytesOf(second, lengthOf(second)));
        ASSERT_EQ(seconds[packet.ref.number - 1], second);
    }
    EXPECT_EQ(order.next(packet), ReadStatus::End);
    EXPECT_GT(order.reordered(), 0U);
}

TEST(TimeOrder, OrdersAFileOfSeveralBuffers) {
    std::vector<std::uint32_t> seconds(30'000);
    std::iota(seconds.begin(), seconds.end(), 1U);
    expectOrder(shuffled(seconds, 8, 1), [](std::uint32_t second) { return 50 + second % 100; });
}

TEST(TimeOrder, KeepsBytesWhereTheBufferGrows) {
    expectOrder({2, 1, 4, 3, 5, 6, 8, 7},
                [](std::uint32_t second) { return second == 6 ? 3U << 20U : 100U; });
}

}  // namespace
}  // namespace hark::capture
