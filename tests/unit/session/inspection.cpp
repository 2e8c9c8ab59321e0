#include "tests/unit/session/inspection.h"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <gtest/gtest.h>

namespace hark::session::test {

namespace {

class ToInspector final : public exchange::Sink {
public:
    explicit ToInspector(Inspector& inspector) : inspector_(inspector) {}
    void on(const exchange::Event& event) override { inspector_.on(event); }

private:
    Inspector& inspector_;
};

}  // namespace

Inspection::Inspection(const Dialogue& dialogue, const Limits& limits)
    : limits_(limits),
      services_(limits.services),
      clients_(limits.clients),
      names_(limits_),
      domains_(services_),
      inspector_(limits_, {services_, clients_, values_, names_, domains_}, pool_, *this) {
    ToInspector sink(inspector_);
    dialogue.play(sink);
}

void Inspection::onFacts(Facts& facts, bool isFinal) {
    told_.push_back(fmt::format("{}{}", facts.exchange.value, isFinal ? " final" : ""));
    facts_.push_back(facts);
    if (isFinal) pool_.release(facts);
}

const Facts& Inspection::facts(std::uint64_t exchange) const {
    static const Facts kNone;
    const auto found = std::find_if(facts_.rbegin(), facts_.rend(), [&](const Facts& one) {
        return one.exchange.value == exchange;
    });
    if (found != facts_.rend()) return *found;
    ADD_FAILURE() << "no facts of " << exchange;
    return kNone;
}

std::vector<std::string> Inspection::uses(std::uint64_t exchange) const {
    std::vector<std::string> lines;
    for (const Use& use : facts(exchange).uses) {
        const std::string_view act = use.act == Act::Presents ? "presents"
                                     : use.act == Act::Issues ? "issues"
                                                              : "deletes";
        lines.push_back(fmt::format("{} {} {}", act, toString(use.carrier), names_[use.name].name));
        if (use.act != Act::Deletes) lines.back() += fmt::format("={}", values_.text(use.value));
    }
    return lines;
}

const Use& Inspection::use(std::uint64_t exchange, std::string_view name) const {
    static const Use kNone;
    const Use* last = nullptr;
    for (const Use& use : facts(exchange).uses) {
        if (names_[use.name].name == name) last = &use;
    }
    if (last != nullptr) return *last;
    ADD_FAILURE() << "no use of " << name;
    return kNone;
}

std::vector<std::string> Inspection::notes(std::uint64_t exchange) const {
    std::vector<std::string> lines;
    for (const Note& note : facts(exchange).rare->notes)
        lines.push_back(note.name + "=" + note.value);
    return lines;
}

std::string Inspection::client(std::uint64_t exchange) const {
    std::string text = clients_[facts(exchange).client];
    std::replace(text.begin(), text.end(), '\n', '|');
    return text;
}

std::string Inspection::service(std::uint64_t exchange) const {
    return services_[facts(exchange).service];
}

}  // namespace hark::session::test
