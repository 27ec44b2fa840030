# SPDX-FileCopyrightText: The cityledger authors
# SPDX-License-Identifier: Apache-2.0
