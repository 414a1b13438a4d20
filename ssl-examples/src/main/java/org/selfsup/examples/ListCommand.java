package org.selfsup.examples;

import java.io.PrintWriter;
import java.util.LinkedHashSet;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows every method with its family and one line. */
@Command(name = "list", description = "Show every method with its family and one line.")
final class ListCommand implements Callable<Integer> {

    @Spec private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        // A command with a short name is there twice.
        for (CommandLine command : new LinkedHashSet<>(spec.parent().subcommands().values())) {
            if (command.getCommand() instanceof Listed method) {
                CommandSpec described = command.getCommandSpec();
                out.printf(
                        "%-12s %-14s %s%n",
                        described.name(),
                        method.family(),
                        described.usageMessage().description()[0]);
            }
        }
        out.flush();
        return 0;
    }
}
