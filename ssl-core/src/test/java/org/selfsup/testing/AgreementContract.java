package org.selfsup.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a module's tests compared with golden cases is all there is to compare, and is what
 * docs/agreement.md says; the table they make is written to target/agreement.md.
 *
 * <p>A module's test extends this and is ordered last, by {@code @Order(Integer.MAX_VALUE)}. It
 * needs all tests of the module and skips itself where only some of them run.
 */
public abstract class AgreementContract {

    private static final Path MODULE = Path.of(System.getProperty("basedir", "")).toAbsolutePath();
    private static final Pattern FIGURES = Pattern.compile(" \\| [0-9.e+-]+ \\| [0-9.]+ % \\|$");

    /** The groups whose every tensor is compared here or named in {@link #notCompared}. */
    protected abstract List<String> groups();

    /** Why tensors are not compared, by a pattern of GROUP CASE/NAME. */
    protected abstract Map<String, String> notCompared();

    @BeforeEach
    void allTestsRan() {
        assumeTrue(
                System.getProperty("test") == null && !Agreement.rows().isEmpty(),
                "needs all tests of the module");
    }

    @Test
    void everyGoldenTensorIsComparedOrNamed() {
        Set<String> compared = Agreement.compared();
        List<String> missing = new ArrayList<>();
        List<String> twice = new ArrayList<>();
        for (String tensor : tensors()) {
            boolean named = notCompared().keySet().stream().anyMatch(tensor::matches);
            if (compared.contains(tensor)) {
                if (named) {
                    twice.add(tensor);
                }
            } else if (!named) {
                missing.add(tensor);
            }
        }
        assertThat(missing).as("neither compared nor named").isEmpty();
        assertThat(twice).as("compared and named").isEmpty();
    }

    @Test
    void docsHaveTheSameRows() throws IOException {
        List<String> section = section();
        Path table = MODULE.resolve("target/agreement.md");
        Files.write(table, section);
        List<String> docs = Files.readAllLines(MODULE.resolveSibling("docs/agreement.md"));
        int start = docs.indexOf(section.get(0));
        assertThat(start)
                .as("the place of '%s' in docs/agreement.md", section.get(0))
                .isNotNegative();
        int end = start + 1;
        while (end < docs.size() && !docs.get(end).startsWith("## ")) {
            end++;
        }
        assertThat(withoutFigures(docs.subList(start, end)))
                .as("docs/agreement.md; the table of this run is %s", table)
                .containsExactlyElementsOf(withoutFigures(section));
    }

    private Set<String> tensors() {
        Set<String> tensors = new TreeSet<>();
        for (String group : groups()) {
            for (String name : References.cases(group)) {
                References.expected(group, name)
                        .forEach(tensor -> tensors.add(group + " " + name + "/" + tensor));
            }
        }
        return tensors;
    }

    private List<String> section() {
        List<String> lines = new ArrayList<>();
        lines.add("## " + MODULE.getFileName());
        lines.add("");
        lines.add(
                "| part | golden cases | number | reference | difference | tolerated |"
                        + " largest deviation | share of tolerated |");
        lines.add("| --- | --- | --- | --- | --- | --- | --- | --- |");
        lines.addAll(Agreement.rows());
        if (!notCompared().isEmpty()) {
            lines.add("");
            lines.add("Not compared:");
            lines.add("");
            lines.add("| golden cases | why |");
            lines.add("| --- | --- |");
            Map<String, String> rows = new TreeMap<>();
            notCompared().forEach((pattern, why) -> rows.put(matching(pattern), why));
            rows.forEach((names, why) -> lines.add("| " + names + " | " + why + " |"));
        }
        return lines;
    }

    /** The cases of a pattern, with the tensors' names unless all of a case are meant. */
    private String matching(String pattern) {
        Set<String> cases = new TreeSet<>();
        Set<String> tensors = new TreeSet<>();
        for (String tensor : tensors()) {
            if (tensor.matches(pattern)) {
                int slash = tensor.indexOf('/');
                cases.add(tensor.substring(tensor.indexOf(' ') + 1, slash));
                tensors.add(tensor.substring(slash + 1));
            }
        }
        assertThat(cases).as("cases of " + pattern).isNotEmpty();
        return pattern.substring(0, pattern.indexOf(' '))
                + ": "
                + Agreement.names(cases)
                + (pattern.endsWith("/.*") ? "" : " (" + String.join(", ", tensors) + ")");
    }

    private static List<String> withoutFigures(List<String> lines) {
        return lines.stream()
                .map(line -> FIGURES.matcher(line).replaceFirst(""))
                .filter(line -> !line.isBlank())
                .collect(Collectors.toList());
    }
}
