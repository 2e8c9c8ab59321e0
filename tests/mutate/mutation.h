#pragma once

#include <cstddef>
#include <cstdint>
#include <random>
#include <string>
#include <vector>

namespace hark::mutate {

/// A capture file's bytes.
using Contents = std::string;

/// Makes damaged captures out of sound ones: the same number and seed give the same bytes.
class Mutator {
public:
    /// `files` must outlive it and not be empty.
    Mutator(const std::vector<Contents>& files, std::uint64_t seed) : files_(files), seed_(seed) {}

    struct Mutation {
        std::size_t file = 0;  ///< of which it was made
        Contents bytes;
    };
    [[nodiscard]] Mutation make(std::uint64_t number) const;

private:
    const std::vector<Contents>& files_;
    std::uint64_t seed_;
};

}  // namespace hark::mutate
