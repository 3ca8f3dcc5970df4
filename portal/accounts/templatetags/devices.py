"""Sessions in words."""

from django import template

from portal.accounts.devices import device

register = template.Library()
register.filter("device", device)
