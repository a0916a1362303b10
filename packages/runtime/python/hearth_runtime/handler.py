"""Finds the handler by AWS's rules: split at the last dot, `/` in the module path is a package."""

import importlib
import sys

from .faults import FaultException


def load_handler(handler):
    try:
        module_name, function_name = handler.rsplit(".", 1)
    except ValueError as error:
        raise FaultException("MalformedHandlerName", "Bad handler '{}': {}".format(handler, error))
    module = _import(module_name)
    try:
        return getattr(module, function_name)
    except AttributeError:
        message = "Handler '{}' missing on module '{}'".format(function_name, module_name)
        raise FaultException("HandlerNotFound", message)


def _import(name):
    if name.split(".")[0] in sys.builtin_module_names:
        message = "Cannot use built-in module {} as a handler module".format(name)
        raise FaultException("BuiltInModuleConflict", message)
    try:
        return importlib.import_module(name.replace("/", "."))
    except ImportError as error:
        raise FaultException("ImportModuleError", "Unable to import module '{}': {}".format(name, error))
    except SyntaxError as error:
        trace = ['  File "%s" Line %s\n    %s' % (error.filename, error.lineno, error.text)]
        message = "Syntax error in module '{}': {}".format(name, error)
        raise FaultException("UserCodeSyntaxError", message, trace)
