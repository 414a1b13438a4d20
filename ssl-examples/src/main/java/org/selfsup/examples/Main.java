package org.selfsup.examples;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Objects;
import org.selfsup.engine.LibTorch;
import org.selfsup.engine.Troubleshooting;
import org.selfsup.engine.UnwritableException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/**
 * The entry of the runnable jar.
 *
 * <p>Exits with 0 on success, 2 after bad usage or bad input, 1 after anything else.
 */
@Command(
        name = "ssl-examples",
        mixinStandardHelpOptions = true,
        version = "Selfsup 0.1.0",
        description = "Self-supervised learning on the JVM: train a method, see what it learnt.",
        subcommands = {
            ListCommand.class,
            SimClrCommand.class,
            SimClrV2Command.class,
            MoCoCommand.class,
            MoCoV2Command.class,
            ByolCommand.class,
            SimSiamCommand.class,
            DeepClusterCommand.class,
            DeepClusterV2Command.class,
            SwAvCommand.class,
            LocalAggregationCommand.class,
            ClusterFitCommand.class,
            MoCoV3Command.class,
            ReLicCommand.class,
            BarlowTwinsCommand.class,
            VicRegCommand.class,
            WMseCommand.class,
            TiCoCommand.class,
            NnclrCommand.class,
            DclCommand.class,
            DclwCommand.class,
            SupConCommand.class,
            EndToEndCommand.class,
            InstDiscCommand.class,
            PirlCommand.class,
            DeepInfoMaxCommand.class,
            CpcCommand.class,
            ImageCpcCommand.class,
            AmdimCommand.class,
            ContrastiveMultiviewCommand.class,
            DinoCommand.class,
            IBotCommand.class,
            MsnCommand.class,
            IJepaCommand.class,
            LeJepaCommand.class,
            RotNetCommand.class,
            RelativePositionCommand.class,
            JigsawCommand.class,
            DamagedJigsawCommand.class,
            DgiCommand.class,
            MvgrlCommand.class,
            S2GrlCommand.class,
            InfoGraphCommand.class,
            AttributeMaskingCommand.class,
            GnnContextCommand.class,
            GraphClCommand.class,
            GraceCommand.class,
            BgrlCommand.class,
            GccCommand.class,
            M3sCommand.class,
            GaeCommand.class,
            VgaeCommand.class,
            SimCseCommand.class,
            InfoWordCommand.class,
            GptGnnCommand.class,
            Word2VecCommand.class,
            FastTextCommand.class,
            DeepWalkCommand.class,
            Node2VecCommand.class,
            LineCommand.class,
            AutoencoderCommand.class,
            LinearAutoencoderCommand.class,
            DenoisingAutoencoderCommand.class,
            SparseAutoencoderCommand.class,
            ContractiveAutoencoderCommand.class,
            VaeCommand.class,
            BetaVaeCommand.class,
            BetaTcVaeCommand.class,
            IwaeCommand.class,
            VqVaeCommand.class,
            VqVae2Command.class,
            VqPriorCommand.class,
            MaeCommand.class,
            SimMimCommand.class,
            PixelCnnCommand.class,
            GatedPixelCnnCommand.class,
            PixelCnnPlusPlusCommand.class,
            PixelRnnCommand.class,
            WaveNetCommand.class,
            MadeCommand.class,
            GptCommand.class,
            BertCommand.class,
            SpanBertCommand.class,
            AlbertCommand.class,
            XlnetCommand.class,
            GraphAfCommand.class,
            NiceCommand.class,
            RealNvpCommand.class,
            GlowCommand.class,
            NeuralSplineFlowCommand.class,
            MaskedAutoregressiveFlowCommand.class,
            InverseAutoregressiveFlowCommand.class,
            ArgvaCommand.class,
            GraphGanCommand.class,
            AneCommand.class,
            GraphSganCommand.class,
            GanCommand.class,
            WganCommand.class,
            ElectraCommand.class,
            WklmCommand.class,
            AdversarialAutoencoderCommand.class,
            BiGanCommand.class,
            BigBiGanCommand.class,
            SplitBrainCommand.class,
            ColorizationCommand.class,
            ContextEncoderCommand.class,
            SrGanCommand.class,
            DannCommand.class,
            AddaCommand.class,
            CycleGanCommand.class,
            WordTranslationCommand.class,
            ClassifierCommand.class,
            SelfTrainingCommand.class,
            LabelsCommand.class,
            CompareCommand.class,
            SampleCommand.class,
            ProbeCommand.class,
            EmbedCommand.class,
            ScoreCommand.class
        })
public final class Main implements Runnable {

    private static final int FAILED = 1;
    private static final int BAD_INPUT = 2;

    @Spec private CommandSpec spec = CommandSpec.create();

    /** Runs a command and exits. */
    public static void main(String[] arguments) {
        // DJL would otherwise ask the network who runs it, and wait for the answer.
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("java.awt.headless", "true");
        System.exit(run(arguments));
    }

    /**
     * Runs a command.
     *
     * @param arguments as typed
     * @return the exit code
     */
    static int run(String... arguments) {
        CommandLine line = commands();
        line.setParameterExceptionHandler(
                (exception, given) -> {
                    Usage.tell(exception);
                    return BAD_INPUT;
                });
        line.setExecutionExceptionHandler(
                (exception, command, result) -> tell(exception, command.getErr()));
        try {
            return line.execute(arguments);
        } catch (OutOfMemoryError | UnsatisfiedLinkError e) {
            return tell(e, line.getErr());
        }
    }

    /** What went wrong, in a sentence where one says what to do; gives the exit code. */
    private static int tell(Throwable thrown, PrintWriter err) {
        Throwable fault =
                thrown instanceof UncheckedIOException
                        ? Objects.requireNonNull(thrown.getCause())
                        : thrown;
        if (fault instanceof OutOfMemoryError || LibTorch.isOutOfMemory(fault)) {
            err.println(outOfMemory(fault));
            return FAILED;
        }
        if (fault instanceof UnwritableException || fault instanceof UnsatisfiedLinkError) {
            err.println(fault.getMessage());
            return FAILED;
        }
        if (fault instanceof IllegalArgumentException
                || fault instanceof IOException
                || fault instanceof ArithmeticException) {
            err.println(fault.getMessage());
            return BAD_INPUT;
        }
        thrown.printStackTrace(err);
        return FAILED;
    }

    private static String outOfMemory(Throwable fault) {
        return Troubleshooting.OUT_OF_MEMORY.of(
                fault instanceof OutOfMemoryError
                        ? "Java has no memory left (%s): take a smaller --batch or a --chunk of it, or give Java more with -Xmx"
                                .formatted(fault.getMessage())
                        : "libtorch found no memory: take a smaller --batch or a --chunk of it, or leave it more by a smaller -Xmx");
    }

    /** All commands, their options as they are by default. */
    static CommandLine commands() {
        CommandLine line = new CommandLine(new Main());
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setUsageHelpAutoWidth(true);
        return line;
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(), "Say what to do; \"list\" shows the methods.");
    }
}
