"""The kernel machine: quadrants by likeness to training clips, all blocks of features alike."""

from moodarc.music.emotion.kernel.machine import KernelMachine

__all__ = ["KernelMachine"]
