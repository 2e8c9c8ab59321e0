#include "gui/models/site_model.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "gui/models/format.h"

namespace hark::gui {

namespace {

constexpr std::size_t kBranches = 500;  // of one place; more are summed up in a last row

constexpr std::array<const char*, SiteModel::ColumnCount> kTitles{
    QT_TRANSLATE_NOOP("hark::gui::SiteModel", "Service and path"),
    QT_TRANSLATE_NOOP("hark::gui::SiteModel", "Exchanges"),
    QT_TRANSLATE_NOOP("hark::gui::SiteModel", "Errors"),
    QT_TRANSLATE_NOOP("hark::gui::SiteModel", "Size"),
    QT_TRANSLATE_NOOP("hark::gui::SiteModel", "Slowest"),
};

}  // namespace

struct SiteModel::Node {
    enum class State : std::uint8_t { Unknown, Asked, Known };

    Node* parent = nullptr;
    int row = 0;
    State state = State::Unknown;
    query::SiteNode site;
    std::uint64_t summedUp = 0;  // branches that this row stands for
    std::vector<std::unique_ptr<Node>> children;
};

SiteModel::SiteModel(CaseThread& cases, QObject* parent)
    : QAbstractItemModel(parent), cases_(cases), root_(std::make_unique<Node>()) {
    root_->site.hasChildren = true;
}

SiteModel::~SiteModel() = default;

SiteModel::Node* SiteModel::nodeOf(const QModelIndex& index) const {
    return index.isValid() ? static_cast<Node*>(index.internalPointer()) : root_.get();
}

QModelIndex SiteModel::indexOf(const Node& node) const {
    if (node.parent == nullptr) return {};
    return createIndex(node.row, 0, const_cast<Node*>(&node));
}

QModelIndex SiteModel::index(int row, int column, const QModelIndex& parent) const {
    if (!hasIndex(row, column, parent)) return {};
    return createIndex(row, column, nodeOf(parent)->children[static_cast<std::size_t>(row)].get());
}

QModelIndex SiteModel::parent(const QModelIndex& child) const {
    if (!child.isValid()) return {};
    return indexOf(*nodeOf(child)->parent);
}

int SiteModel::rowCount(const QModelIndex& parent) const {
    if (parent.column() > 0) return 0;
    return static_cast<int>(nodeOf(parent)->children.size());
}

int SiteModel::columnCount(const QModelIndex&) const {
    return ColumnCount;
}

bool SiteModel::hasChildren(const QModelIndex& parent) const {
    if (parent.column() > 0) return false;
    const Node& node = *nodeOf(parent);
    return node.state == Node::State::Known ? !node.children.empty() : node.site.hasChildren;
}

bool SiteModel::canFetchMore(const QModelIndex& parent) const {
    const Node& node = *nodeOf(parent);
    return hasCase_ && node.state == Node::State::Unknown && node.site.hasChildren;
}

void SiteModel::fetchMore(const QModelIndex& parent) {
    if (canFetchMore(parent)) ask(*nodeOf(parent));
}

void SiteModel::ask(Node& node) {
    node.state = Node::State::Asked;
    ++asked_;
    // The node is gone when the generation is another.
    cases_.ask(
        Lane::Rows, this,
        [filter = filter_, isRoot = node.parent == nullptr,
         place = node.site.place](query::Case& opened) -> base::Result<query::SiteNodes> {
            if (isRoot) return query::services(opened, filter, kBranches);
            return query::branches(opened, filter, place, kBranches);
        },
        [this, &node, generation = generation_](const base::Result<query::SiteNodes>& nodes) {
            if (generation != generation_) return;
            --asked_;
            if (nodes) {
                take(node, *nodes);
            } else {
                node.state = Node::State::Unknown;
                Q_EMIT failed(QString::fromStdString(nodes.error().message));
            }
            if (asked_ == 0) Q_EMIT listed();
        });
}

// Where the branches are the same only their figures change, so that what is unfolded stays so.
void SiteModel::take(Node& node, const query::SiteNodes& nodes) {
    node.state = Node::State::Known;
    const std::size_t count = nodes.nodes.size() + (nodes.more > 0 ? 1 : 0);
    const bool isSame =
        node.children.size() == count &&
        std::equal(nodes.nodes.begin(), nodes.nodes.end(), node.children.begin(),
                   [](const query::SiteNode& a, const std::unique_ptr<Node>& b) {
                       return a.name == b->site.name && a.hasChildren == b->site.hasChildren;
                   });
    if (!isSame) return replace(node, nodes);
    for (std::size_t i = 0; i < nodes.nodes.size(); ++i) {
        node.children[i]->site.figures = nodes.nodes[i].figures;
        if (node.children[i]->state == Node::State::Known) ask(*node.children[i]);
    }
    if (nodes.more > 0) {
        node.children.back()->summedUp = nodes.more;
        node.children.back()->site.figures = nodes.rest;
    }
    if (count == 0) return;
    const QModelIndex parent = indexOf(node);
    Q_EMIT dataChanged(index(0, 0, parent),
                       index(static_cast<int>(count) - 1, ColumnCount - 1, parent));
}

void SiteModel::replace(Node& node, const query::SiteNodes& nodes) {
    const QModelIndex parent = indexOf(node);
    if (!node.children.empty()) {
        beginRemoveRows(parent, 0, static_cast<int>(node.children.size()) - 1);
        node.children.clear();
        endRemoveRows();
    }
    const std::size_t count = nodes.nodes.size() + (nodes.more > 0 ? 1 : 0);
    if (count == 0) return;
    beginInsertRows(parent, 0, static_cast<int>(count) - 1);
    for (std::size_t i = 0; i < count; ++i) {
        auto child = std::make_unique<Node>();
        child->parent = &node;
        child->row = static_cast<int>(i);
        if (i < nodes.nodes.size()) {
            child->site = nodes.nodes[i];
        } else {
            child->site.figures = nodes.rest;
            child->summedUp = nodes.more;
        }
        node.children.push_back(std::move(child));
    }
    endInsertRows();
}

QString SiteModel::textOf(const Node& node, Column column) {
    const query::SiteFigures& figures = node.site.figures;
    switch (column) {
        case Name:
            if (node.summedUp > 0) return tr("%1 more").arg(countText(node.summedUp));
            if (node.site.place.path.empty()) return shownText(node.site.name);
            return QLatin1Char('/') + shownText(node.site.name);
        case Exchanges:
            return countText(figures.exchanges);
        case Errors:
            return figures.errors > 0 ? countText(figures.errors) + QStringLiteral(" !")
                                      : QString(QChar(0x2013));
        case Bytes:
            return sizeText(figures.bytes);
        case Slowest:
            return figures.slowestNs > 0 ? durationText(figures.slowestNs) : QString(QChar(0x2013));
        case ColumnCount:
            break;
    }
    return {};
}

QVariant SiteModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const auto column = static_cast<Column>(index.column());
    if (role == Qt::DisplayRole) return textOf(*nodeOf(index), column);
    if (role == Qt::TextAlignmentRole) return headerData(column, Qt::Horizontal, role);
    return {};
}

QVariant SiteModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || section < 0 || section >= ColumnCount) return {};
    if (role == Qt::DisplayRole) return tr(kTitles.at(static_cast<std::size_t>(section)));
    if (role != Qt::TextAlignmentRole) return {};
    const Qt::Alignment side = section == Name ? Qt::AlignLeft : Qt::AlignRight;
    return QVariant::fromValue(side | Qt::AlignVCenter);
}

void SiteModel::setFilter(const query::Filter& filter) {
    filter_ = filter;
    if (hasCase_) refresh();
}

void SiteModel::refresh() {
    hasCase_ = true;
    ++generation_;
    asked_ = 0;
    const auto forgetQuestions = [](auto& self, Node& node) -> void {
        if (node.state == Node::State::Asked) node.state = Node::State::Unknown;
        for (const auto& child : node.children)
            self(self, *child);
    };
    forgetQuestions(forgetQuestions, *root_);
    ask(*root_);
}

void SiteModel::clear() {
    beginResetModel();
    ++generation_;
    asked_ = 0;
    hasCase_ = false;
    root_->children.clear();
    root_->state = Node::State::Unknown;
    endResetModel();
}

const query::SitePlace* SiteModel::placeOf(const QModelIndex& index) const {
    if (!index.isValid() || nodeOf(index)->summedUp > 0) return nullptr;
    return &nodeOf(index)->site.place;
}

}  // namespace hark::gui
