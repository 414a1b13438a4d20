package org.selfsup.data;

import java.util.List;
import java.util.Optional;

/**
 * Many graphs that are classified as wholes. There is no split: such sets are small and scored by
 * cross-validation over all of them.
 *
 * @param graphs all with equally many features, at least one
 * @param classes the class of every graph
 * @param description one line for a person: what was found, how many, how large
 * @param fingerprint hexadecimal digest that changes with the content, recorded with every run
 */
public record GraphSet(List<Graph> graphs, Labels classes, String description, String fingerprint)
        implements Samples<Graph> {

    /** Checks that features are finite and that there is a label for every graph. */
    public GraphSet {
        graphs = List.copyOf(graphs);
        graphs.forEach(Graph::requireFinite);
        if (graphs.isEmpty() || classes.of().length != graphs.size()) {
            throw new IllegalArgumentException(
                    "A set has at least one graph and a label for each, got %d graphs and %d labels"
                            .formatted(graphs.size(), classes.of().length));
        }
    }

    static GraphSet of(List<Graph> graphs, Labels classes, String description) {
        Fingerprint content = new Fingerprint();
        for (int i = 0; i < graphs.size(); i++) {
            graphs.get(i).addTo(content);
            content.add(classes.of()[i]);
        }
        return new GraphSet(graphs, classes, description, content.hex());
    }

    @Override
    public int size() {
        return graphs.size();
    }

    @Override
    public Graph get(int index) {
        return graphs.get(index);
    }

    @Override
    public Optional<Labels> labels() {
        return Optional.of(classes);
    }
}
