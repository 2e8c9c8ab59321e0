// Every vector gives its lines, however its bytes are cut.

#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/unit/http1/dialogue.h"

namespace hark::http1 {
namespace {

std::vector<test::Vector> allVectors() {
    std::vector<test::Vector> all;
    for (auto&& part : {test::framingVectors(), test::interimAndTunnelVectors(),
                        test::lossVectors(), test::oddVectors()}) {
        all.insert(all.end(), part.begin(), part.end());
    }
    return all;
}

class Http1Vector : public testing::TestWithParam<test::Vector> {};

TEST_P(Http1Vector, GivesItsLinesWhole) {
    EXPECT_THAT(GetParam().dialogue.lines(), testing::ElementsAreArray(GetParam().expected));
}

TEST_P(Http1Vector, GivesTheSameLinesByteByByte) {
    EXPECT_THAT(GetParam().dialogue.lines([](std::size_t) { return 1; }),
                testing::ElementsAreArray(GetParam().expected));
}

TEST_P(Http1Vector, GivesTheSameLinesAtRandomCuts) {
    for (unsigned seed = 0; seed < 20; ++seed) {
        std::mt19937 random(seed);
        const auto cut = [&random](std::size_t size) {
            return std::uniform_int_distribution<std::size_t>(1, size)(random);
        };
        ASSERT_THAT(GetParam().dialogue.lines(cut), testing::ElementsAreArray(GetParam().expected))
            << "seed " << seed;
    }
}

INSTANTIATE_TEST_SUITE_P(All, Http1Vector, testing::ValuesIn(allVectors()),
                         [](const auto& vector) { return std::string(vector.param.name); });

}  // namespace

namespace test {

void PrintTo(const Vector& vector, std::ostream* out) {
    *out << vector.name;
}
}  // namespace test
}  // namespace hark::http1
