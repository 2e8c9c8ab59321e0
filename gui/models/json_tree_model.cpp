#include "gui/models/json_tree_model.h"

#include <algorithm>
#include <utility>

#include "gui/models/format.h"

namespace hark::gui {

using content::JsonKind;
using content::JsonNode;
using content::JsonType;

namespace {

// "{ 3 }", "[ 12 ]".
QString summaryOf(const JsonNode& node) {
    const QString count = countText(node.children.size());
    return (node.kind == JsonKind::Object ? QStringLiteral("{ %1 }") : QStringLiteral("[ %1 ]"))
        .arg(count);
}

}  // namespace

void JsonTreeModel::setOutline(content::JsonOutline outline) {
    beginResetModel();
    outline_ = std::move(outline);
    fetched_.assign(outline_.nodes.size() + 1, 0);
    top_.clear();
    if (!outline_.nodes.empty()) {
        const JsonNode& root = outline_.nodes.front();
        top_ = root.kind == JsonKind::Scalar ? std::vector<std::uint32_t>{0} : root.children;
        fetched_.back() = std::min(kBatch, static_cast<int>(top_.size()));
    }
    endResetModel();
}

const JsonNode& JsonTreeModel::nodeAt(const QModelIndex& index) const {
    return outline_.nodes[static_cast<std::size_t>(index.internalId())];
}

const std::vector<std::uint32_t>& JsonTreeModel::childrenOf(const QModelIndex& parent) const {
    return parent.isValid() ? nodeAt(parent).children : top_;
}

std::size_t JsonTreeModel::slotOf(const QModelIndex& parent) const {
    return parent.isValid() ? static_cast<std::size_t>(parent.internalId()) : outline_.nodes.size();
}

QModelIndex JsonTreeModel::index(int row, int column, const QModelIndex& parent) const {
    if (!hasIndex(row, column, parent)) return {};
    return createIndex(row, column,
                       static_cast<quintptr>(childrenOf(parent)[static_cast<std::size_t>(row)]));
}

QModelIndex JsonTreeModel::parent(const QModelIndex& child) const {
    if (!child.isValid() || child.internalId() == 0) return {};
    const std::uint32_t parent = nodeAt(child).parent;
    if (parent == 0) return {};
    return createIndex(static_cast<int>(outline_.nodes[parent].row), 0,
                       static_cast<quintptr>(parent));
}

int JsonTreeModel::rowCount(const QModelIndex& parent) const {
    if (parent.column() > 0 || fetched_.empty()) return 0;
    return fetched_[slotOf(parent)];
}

int JsonTreeModel::columnCount(const QModelIndex& /*parent*/) const {
    return 2;
}

bool JsonTreeModel::hasChildren(const QModelIndex& parent) const {
    return parent.column() <= 0 && !childrenOf(parent).empty();
}

bool JsonTreeModel::canFetchMore(const QModelIndex& parent) const {
    return parent.column() <= 0 && !fetched_.empty() &&
           fetched_[slotOf(parent)] < static_cast<int>(childrenOf(parent).size());
}

void JsonTreeModel::fetchMore(const QModelIndex& parent) {
    // Whoever hears of new rows may ask for more before they are there.
    if (isFetching_ || !canFetchMore(parent)) return;
    isFetching_ = true;
    int& fetched = fetched_[slotOf(parent)];
    const int more = std::min(kBatch, static_cast<int>(childrenOf(parent).size()) - fetched);
    beginInsertRows(parent, fetched, fetched + more - 1);
    fetched += more;
    endInsertRows();
    isFetching_ = false;
}

QVariant JsonTreeModel::data(const QModelIndex& index, int role) const {
    if (!index.isValid()) return {};
    const JsonNode& node = nodeAt(index);
    const bool isScalar = node.kind == JsonKind::Scalar;
    if (role == kTypeRole) return isScalar ? static_cast<int>(node.type) : -1;
    if (role == Qt::TextAlignmentRole)
        return QVariant::fromValue<Qt::Alignment>(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole) return {};
    if (index.column() == Name) {
        if (index.internalId() == 0) return {};
        const bool isElement = outline_.nodes[node.parent].kind == JsonKind::Array;
        return isElement ? countText(node.row) : shownText(node.key);
    }
    if (!isScalar) return summaryOf(node);
    if (node.type != JsonType::String) return shownText(node.text);
    return QLatin1Char('"') + shownText(node.text) + QLatin1Char('"');
}

QVariant JsonTreeModel::headerData(int section, Qt::Orientation orientation, int role) const {
    if (orientation != Qt::Horizontal || role != Qt::DisplayRole) return {};
    return section == Name ? tr("name") : tr("value");
}

QString JsonTreeModel::pathOf(const QModelIndex& index) const {
    if (!index.isValid() || index.internalId() == 0) return {};
    const JsonNode& node = nodeAt(index);
    const QString before = pathOf(parent(index));
    if (outline_.nodes[node.parent].kind == JsonKind::Array)
        return before + QStringLiteral("[%1]").arg(node.row);
    const QString key = QString::fromStdString(node.key);
    return before.isEmpty() ? key : before + QLatin1Char('.') + key;
}

QString JsonTreeModel::valueOf(const QModelIndex& index) const {
    if (!index.isValid()) return {};
    const JsonNode& node = nodeAt(index);
    return node.kind == JsonKind::Scalar ? QString::fromStdString(node.text) : summaryOf(node);
}

}  // namespace hark::gui
