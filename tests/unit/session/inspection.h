#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/session/inspector.h"
#include "tests/unit/session/dialogue.h"

namespace hark::session::test {

/// What an inspector makes of a dialogue.
class Inspection final : private FactsSink {
public:
    explicit Inspection(const Dialogue& dialogue, const Limits& limits = {});

    /// The last facts of an exchange, by its number.
    [[nodiscard]] const Facts& facts(std::uint64_t exchange) const;
    /// "presents cookie sid=abc", "issues query-parameter sid=abc", "deletes cookie sid", in order.
    [[nodiscard]] std::vector<std::string> uses(std::uint64_t exchange) const;
    /// The use of that name that comes last; none fails the test.
    [[nodiscard]] const Use& use(std::uint64_t exchange, std::string_view name) const;
    /// "quantity=2" of each note.
    [[nodiscard]] std::vector<std::string> notes(std::uint64_t exchange) const;
    /// "10.0.0.1|Firefox"
    [[nodiscard]] std::string client(std::uint64_t exchange) const;
    [[nodiscard]] std::string service(std::uint64_t exchange) const;
    /// What was told of exchanges that might last: "1", "1 final".
    [[nodiscard]] const std::vector<std::string>& told() const { return told_; }
    [[nodiscard]] std::uint64_t contentsPassedOver() const {
        return inspector_.contentsPassedOver();
    }
    [[nodiscard]] const NameBook& names() const { return names_; }
    [[nodiscard]] const TextBook& services() const { return services_; }

private:
    void onFacts(Facts& facts, bool isFinal) override;

    Limits limits_;
    TextBook services_;
    TextBook clients_;
    ValueBook values_;
    NameBook names_;
    DomainBook domains_;
    base::Pool<Facts> pool_;
    Inspector inspector_;
    std::vector<Facts> facts_;
    std::vector<std::string> told_;
};

}  // namespace hark::session::test
