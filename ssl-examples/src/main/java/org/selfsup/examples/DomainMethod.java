package org.selfsup.examples;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.selfsup.data.DataSet;
import org.selfsup.data.Image;
import org.selfsup.data.UnpairedViews;
import org.selfsup.train.PretextTask;
import picocli.CommandLine.Option;

/**
 * A command that trains a method on two domains of pictures.
 *
 * @param <T> the task
 */
abstract class DomainMethod<T extends PretextTask> extends MethodCommand<Image, DomainSet, T> {

    @Option(
            names = "--data",
            paramLabel = "SPEC",
            defaultValue = "silhouettes",
            description =
                    "The source: silhouettes, shapes, mnist:DIR, cifar10:PATH, cifar100:PATH or"
                            + " folder:DIR (default: ${DEFAULT-VALUE}).")
    private String data = "silhouettes";

    @Option(
            names = "--target",
            paramLabel = "SPEC",
            description = "The target, as for --data (default: made of the source).")
    private @Nullable String target;

    @Option(
            names = "--size",
            paramLabel = "PIXELS",
            description = "Rows and columns of a view (default: the source's own, at most 224).")
    private @Nullable Integer size;

    /** Two domains made of one set. */
    abstract DomainSet made(DataSet<Image> source, @Nullable Integer size) throws IOException;

    @Override
    public final String family() {
        return "adversarial";
    }

    @Override
    public final String data() {
        return data;
    }

    @Override
    public final DomainSet open() throws IOException {
        return open(data);
    }

    @Override
    public final DomainSet open(RunSettings settings, String other) throws IOException {
        return open(other);
    }

    private DomainSet open(String spec) throws IOException {
        DataSet<Image> source = DataSource.images(spec);
        return target == null
                ? made(source, size)
                : DomainSet.of(source, DataSource.images(target), size);
    }

    @Override
    public final UnpairedViews<Image> views(DomainSet domains) {
        return domains.unpaired();
    }
}
