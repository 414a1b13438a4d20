package org.selfsup.testing;

import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What the tests of this run compared with golden cases, as rows of docs/agreement.md. */
final class Agreement {

    private static final Map<Key, Row> ROWS =
            new TreeMap<>(
                    Comparator.comparing(Key::group)
                            .thenComparing(Key::part)
                            .thenComparing(Key::reference)
                            .thenComparing(Key::difference));
    private static final Set<String> COMPARED = new TreeSet<>();

    private Agreement() {}

    /** What stands in one row together. */
    private record Key(String group, String part, String reference, String difference) {}

    /** What was seen of it. */
    private static final class Row {
        private final Set<String> cases = new TreeSet<>();
        private final Set<Tolerance> tolerances = new HashSet<>();
        private double largest;
        private double share;
    }

    static synchronized void add(
            String group,
            String tensor,
            Class<?> part,
            String difference,
            Tolerance.Deviation deviation) {
        String name = tensor.substring(0, tensor.indexOf('/'));
        Key key =
                new Key(
                        group,
                        part.getCanonicalName().replace("org.selfsup.", ""),
                        References.reference(group, name),
                        difference);
        Row row = ROWS.computeIfAbsent(key, k -> new Row());
        row.cases.add(name);
        row.tolerances.add(deviation.tolerance());
        row.largest = Math.max(row.largest, deviation.largest());
        row.share = Math.max(row.share, deviation.share());
        COMPARED.add(group + " " + tensor);
    }

    /** Every tensor seen, as GROUP CASE/NAME. */
    static synchronized Set<String> compared() {
        return new TreeSet<>(COMPARED);
    }

    /** The rows, without a head. */
    static synchronized List<String> rows() {
        return ROWS.entrySet().stream().map(e -> row(e.getKey(), e.getValue())).toList();
    }

    private static String row(Key key, Row row) {
        return String.format(
                Locale.ROOT,
                "| `%s` | %s: %s | %d | %s | %s | %s | %.1e | %.1f %% |",
                key.part,
                key.group,
                names(row.cases),
                row.cases.size(),
                key.reference.replace("|", "\\|"),
                key.difference,
                Tolerance.names(row.tolerances),
                row.largest,
                100 * row.share);
    }

    /** Names of cases, those of one family together: {@code ntxent.{a, b}}. */
    static String names(Collection<String> cases) {
        Map<String, Set<String>> families = new TreeMap<>();
        for (String name : cases) {
            int dot = name.indexOf('.') + 1;
            families.computeIfAbsent(name.substring(0, dot), f -> new TreeSet<>())
                    .add(name.substring(dot));
        }
        return families.entrySet().stream()
                .map(
                        family -> {
                            String members = String.join(", ", family.getValue());
                            return family.getKey().isEmpty() || family.getValue().size() == 1
                                    ? family.getKey() + members
                                    : family.getKey() + "{" + members + "}";
                        })
                .collect(Collectors.joining(", "));
    }
}
