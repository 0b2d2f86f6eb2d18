"""Choosing a device by measurement."""

import pytest
import torch

from engine.device import Device, choose, free_mib
from engine.errors import DoesNotFit
from engine.nn.encoders import Encoder


def test_the_cpu_is_chosen_when_it_is_asked_for() -> None:
    device = choose("cpu", memory_mib=1000)
    assert (device.name, device.memory_mib) == ("cpu", 1000)
    assert device.dtype in (torch.float32, torch.bfloat16)


def test_the_memory_of_this_machine_is_known() -> None:
    assert 100 < free_mib("cpu") < 10**8


def test_what_does_not_fit_says_how_much_is_missing() -> None:
    with pytest.raises(DoesNotFit) as refusal:
        Device("cpu", memory_mib=1000).require(1500)
    assert (refusal.value.needed_mib, refusal.value.available_mib) == (1500, 1000)


@pytest.mark.parametrize("channels_last", [False, True])
def test_a_network_moves_to_the_devices_precision_and_layout(channels_last: bool) -> None:
    network = Device("cpu", torch.bfloat16, channels_last).network(Encoder.random(0))
    weight = next(parameter for parameter in network.parameters() if parameter.dim() == 4 and parameter.shape[1] > 3)
    assert weight.dtype == torch.bfloat16
    assert weight.is_contiguous(memory_format=torch.channels_last) == channels_last
