#include "core/query/filter_sql.h"

#include <algorithm>
#include <string_view>
#include <utility>
#include <vector>

#include "core/query/filter_parser.h"
#include "core/query/term_conditions.h"

namespace hark::query {

namespace {

// Whether the subject can be asked for it itself, and not only the exchanges that belong to it.
bool suits(Subject subject, const FilterTerm& term) {
    using F = FilterField;
    if (term.name == nullptr) return true;
    const F field = term.name->field;
    const bool isTime = field == F::After || field == F::Before;
    const bool isOfSession =
        field == F::Session || field == F::User || field == F::Visitor || field == F::Event;
    const bool isNoted = field == F::Marked || field == F::Note;
    switch (subject) {
        case Subject::Exchanges:
            return true;
        case Subject::Connections:
            return term.name->ofConnection || isTime || field == F::Anomaly ||
                   field == F::Protocol || isNoted;
        case Subject::Sessions:
            return isOfSession || isTime || field == F::Exchanges || field == F::Service || isNoted;
        case Subject::LifeEvents:
            return isOfSession || isTime;
        case Subject::Cookies:
            return field == F::CookieName || field == F::SetCookieName;
    }
    return false;
}

bool allSuit(Subject subject, const FilterNode& node) {
    if (node.kind == FilterNode::Kind::Term) return suits(subject, node.term);
    return std::all_of(node.children.begin(), node.children.end(),
                       [&](const FilterNode& child) { return allSuit(subject, child); });
}

bool noneSuits(Subject subject, const FilterNode& node) {
    if (node.kind == FilterNode::Kind::Term) return !suits(subject, node.term);
    return std::all_of(node.children.begin(), node.children.end(),
                       [&](const FilterNode& child) { return noneSuits(subject, child); });
}

// Whether all of the node asks for one exchange that belongs to the subject.
bool asksExchanges(Subject subject, const FilterNode& node) {
    if (node.kind == FilterNode::Kind::Everything) return false;
    // What a connection is asked for beside its exchanges are figures of those, or its ends.
    return subject == Subject::Connections ? !allSuit(subject, node) : noneSuits(subject, node);
}

// after: and before:, or what of these is negated.
bool isTime(const FilterNode& node) {
    if (node.kind == FilterNode::Kind::Not) return isTime(node.children.front());
    return node.kind == FilterNode::Kind::Term && node.term.name != nullptr &&
           node.term.name->kind == ValueKind::Time;
}

// The tree around the terms.
class Compiler : public TermConditions {
public:
    explicit Compiler(Subject subject) : TermConditions(subject) {}

    bool compile(const FilterNode& node) {
        if (asksExchanges(subject_, node)) return compileOfExchanges({&node});
        switch (node.kind) {
            case FilterNode::Kind::Everything:
                return true;
            case FilterNode::Kind::Term:
                return compileTerm(node.term);
            case FilterNode::Kind::Not:
                add("NOT ");
                return compile(node.children.front());
            case FilterNode::Kind::And:
                return compileAnd(node.children);
            case FilterNode::Kind::Or:
                return compileAll(pointers(node.children), " OR ");
        }
        return false;
    }

private:
    using Nodes = std::vector<const FilterNode*>;
    static Nodes pointers(const std::vector<FilterNode>& nodes) {
        Nodes found;
        for (const FilterNode& node : nodes) {
            found.push_back(&node);
        }
        return found;
    }

    bool compileAll(const Nodes& nodes, std::string_view between) {
        add("(");
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            if (i > 0) add(between);
            if (!compile(*nodes[i])) return false;
        }
        add(")");
        return true;
    }

    // What asks for exchanges asks for the same one; a range of time beside it is when that was.
    bool compileAnd(const std::vector<FilterNode>& nodes) {
        Nodes own = pointers(nodes);
        const bool timesExchanges =
            subject_ == Subject::Sessions &&
            std::any_of(nodes.begin(), nodes.end(),
                        [&](const FilterNode& node) { return asksExchanges(subject_, node); });
        const auto ofExchanges =
            std::stable_partition(own.begin(), own.end(), [&](const FilterNode* node) {
                return !asksExchanges(subject_, *node) && !(timesExchanges && isTime(*node));
            });
        const Nodes others(ofExchanges, own.end());
        own.erase(ofExchanges, own.end());
        if (others.empty()) return compileAll(own, " AND ");
        add("(");
        if (!own.empty()) {
            if (!compileAll(own, " AND ")) return false;
            add(" AND ");
        }
        if (!compileOfExchanges(others)) return false;
        add(")");
        return true;
    }

    bool compileOfExchanges(const Nodes& nodes) {
        openExchanges();
        const Subject asked = std::exchange(subject_, Subject::Exchanges);
        const bool done = compileAll(nodes, " AND ");
        subject_ = asked;
        closeExchanges();
        return done;
    }
};

}  // namespace

std::variant<Condition, FilterProblem> toSql(const FilterNode& node, Subject subject) {
    Compiler compiler(subject);
    if (!compiler.compile(node)) return compiler.problem();
    return std::move(compiler.condition());
}

std::variant<Filter, FilterProblem> parseFilter(std::string_view text) {
    auto tree = parseFilterTree(text);
    if (auto* problem = std::get_if<FilterProblem>(&tree)) return std::move(*problem);
    const FilterNode& node = std::get<FilterNode>(tree);
    Filter filter;
    for (const Subject subject : {Subject::Exchanges, Subject::Connections, Subject::Sessions,
                                  Subject::LifeEvents, Subject::Cookies}) {
        auto condition = toSql(node, subject);
        if (auto* problem = std::get_if<FilterProblem>(&condition)) return std::move(*problem);
        filter.conditions_[static_cast<std::size_t>(subject)] =
            std::move(std::get<Condition>(condition));
    }
    return filter;
}

}  // namespace hark::query
